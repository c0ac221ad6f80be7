using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Freshet.Vrl;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Packaging;

/// <summary>The manifests for Kubernetes. No cluster runs them here: they are held against the types that Kubernetes has, against each other, and against the program.</summary>
public sealed class KubernetesTests
{
    /// <summary>How long the server may take to end, and then some for a grace.</summary>
    private const int EndSeconds = 5;

    private static readonly string Folder = Repository.At("packaging", "kubernetes");

    private static readonly IReadOnlyList<string> Files =
    [
        .. Directory
            .EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal),
    ];

    private static readonly JsonNode Kustomization = Read("kustomization.yaml");
    private static readonly JsonNode StatefulSet = Read("stateful-set.yaml");
    private static readonly JsonNode Pod = StatefulSet["spec"]!["template"]!["spec"]!;
    private static readonly JsonNode Container = Pod["containers"]![0]!;

    [Fact]
    public async Task Each_is_what_Kubernetes_knows_and_has_no_field_that_it_does_not_know()
    {
        var output = await Artifacts.RunAsync(
            "node",
            [Repository.At("tests", "packaging", "kubernetes.mjs"), .. Files]
        );

        Files.Count.ShouldBeGreaterThan(5);
        output.ShouldBe($"{Files.Count} objects\n");
    }

    [Fact]
    public void Each_is_named_by_the_kustomization_or_its_component()
    {
        var named = Texts(Kustomization["resources"])
            .Append("kustomization.yaml")
            .Concat(
                Texts(Read("monitoring", "kustomization.yaml")["resources"])
                    .Append("kustomization.yaml")
                    .Select(name => $"monitoring/{name}")
            );

        Files.Select(path => Path.GetRelativePath(Folder, path)).ShouldBe(named, ignoreOrder: true);
    }

    [Fact]
    public void They_find_each_other()
    {
        var labels = StatefulSet["spec"]!["template"]!["metadata"]!["labels"]!;
        JsonNode?[] selectors =
        [
            StatefulSet["spec"]!["selector"]!["matchLabels"],
            Read("service.yaml")["spec"]!["selector"],
            Read("pod-disruption-budget.yaml")["spec"]!["selector"]!["matchLabels"],
            Read("network-policy.yaml")["spec"]!["podSelector"]!["matchLabels"],
        ];
        selectors.ShouldAllBe(selector => JsonNode.DeepEquals(selector, labels));
        Text(StatefulSet["spec"]!["serviceName"])
            .ShouldBe(Text(Read("service.yaml")["metadata"]!["name"]));

        var port = Container["ports"]!.AsArray().ShouldHaveSingleItem()!;
        var portName = Text(port["name"]);
        Text(Read("service.yaml")["spec"]!["ports"]![0]!["targetPort"]).ShouldBe(portName);
        Text(Read("network-policy.yaml")["spec"]!["ingress"]![0]!["ports"]![0]!["port"])
            .ShouldBe(portName);
        ((int)port["containerPort"]!).ShouldBe(8080);

        var generated = Kustomization["configMapGenerator"]![0]!;
        Text(Volume("configuration")["configMap"]!["name"]).ShouldBe(Text(generated["name"]));
        var file = Texts(generated["files"]).ShouldHaveSingleItem();
        Texts(Container["args"])
            .ShouldBe(["connect", "--config", $"{MountPath("configuration")}/{file}"]);
        Text(Kustomization["images"]![0]!["name"]).ShouldBe(Text(Container["image"]));
        Text(Kustomization["images"]![0]!["newTag"]).ShouldBe(Artifacts.Version);
    }

    [Fact]
    public void The_journal_is_on_the_volume_and_has_one_writer()
    {
        ((int)StatefulSet["spec"]!["replicas"]!).ShouldBe(1);
        var claim = StatefulSet["spec"]!["volumeClaimTemplates"]!.AsArray().ShouldHaveSingleItem()!;
        Texts(claim["spec"]!["accessModes"]).ShouldBe(["ReadWriteOnce"]);
        // Where the image has its working folder, and so all that it keeps.
        MountPath(Text(claim["metadata"]!["name"])).ShouldBe("/var/lib/freshet");
    }

    [Fact]
    public void It_may_do_as_little_as_can_be()
    {
        var pod = Pod["securityContext"]!;
        ((bool)pod["runAsNonRoot"]!).ShouldBeTrue();
        Text(pod["seccompProfile"]!["type"]).ShouldBe("RuntimeDefault");
        ((bool)Pod["automountServiceAccountToken"]!).ShouldBeFalse();
        var container = Container["securityContext"]!;
        ((bool)container["readOnlyRootFilesystem"]!).ShouldBeTrue();
        ((bool)container["allowPrivilegeEscalation"]!).ShouldBeFalse();
        Texts(container["capabilities"]!["drop"]).ShouldBe(["ALL"]);
        ((int)Pod["terminationGracePeriodSeconds"]!).ShouldBeGreaterThan(2 * EndSeconds);
    }

    [Fact]
    public async Task Its_configuration_is_right_and_the_probes_are_answered()
    {
        await using var server = await FreshetServer.StartAsync(
            await File.ReadAllTextAsync(
                Path.Combine(Folder, "freshet.toml"),
                TestContext.Current.CancellationToken
            ),
            environment: new Dictionary<string, string>
            {
                ["MANAGEMENT_TOKEN"] = "token-of-the-tests",
                ["WEBHOOK_TOKEN"] = "another",
            }
        );

        foreach (var probe in new[] { "startupProbe", "readinessProbe", "livenessProbe" })
        {
            var get = Container[probe]!["httpGet"]!;
            Text(get["port"]).ShouldBe("http");
            var answer = await server.SendAsync(HttpMethod.Get, Text(get["path"]));
            ((int)answer.Status).ShouldBe(200, probe);
        }
    }

    private static JsonNode Volume(string name) =>
        Pod["volumes"]!.AsArray().Single(volume => Text(volume!["name"]) == name)!;

    private static string MountPath(string volume) =>
        Text(
            Container["volumeMounts"]!.AsArray().Single(mount => Text(mount!["name"]) == volume)![
                "mountPath"
            ]
        );

    private static IEnumerable<string> Texts(JsonNode? list) =>
        list.ShouldNotBeNull().AsArray().Select(Text);

    private static string Text(JsonNode? node) => (string)node.ShouldNotBeNull()!;

    /// <summary>A manifest, by the reader of YAML that is ours.</summary>
    private static JsonNode Read(params string[] path)
    {
        var text = File.ReadAllText(Path.Combine([Folder, .. path]));
        var (yaml, metadata) = (Value.From(text), Value.From(new VrlObject()));
        var result = VrlCompiler
            .Compile("parse_yaml!(.)", new() { Event = Kind.Bytes })
            .Program.ShouldNotBeNull()
            .Run(ref yaml, ref metadata);
        result.IsSuccess.ShouldBeTrue(result.Failure?.Message);
        return JsonNode.Parse(VrlJson.Write(result.Value)).ShouldNotBeNull();
    }
}
