using System.Text.Json.Nodes;
using Freshet.Terraform.Comparing;
using Freshet.Terraform.Mapping;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Comparing;

/// <summary>What holds for any comparison.</summary>
public sealed class ComparingProperties
{
    private static readonly Gen<int> Seeds = Gen.Choose(0, int.MaxValue - 1);

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1000);

    /// <summary>Names that mean something to a comparison, so that random JSON gets past its first look.</summary>
    private static readonly string[] names =
    [
        "items",
        "ipProtocol",
        "fromPort",
        "toPort",
        "cidrIp",
        "ipRanges",
        "groups",
        "groupId",
        "protocol",
        "from_port",
        "cidr_blocks",
        "security_groups",
        "self",
        "key",
        "value",
        "Key",
        "Value",
        "Statement",
        "Action",
        "Principal",
        "Condition",
        "bindings",
        "members",
        "Rule",
        "rule",
        "Status",
        "status",
        "Filter",
        "filter",
        "And",
        "Tag",
        "Transition",
        "CORSRule",
        "cors_rule",
        "LoggingEnabled",
        "TargetBucket",
        "IndexDocument",
        "AccessControlList",
        "Grant",
        "(sensitive value)",
    ];

    private static readonly string[] texts =
    [
        "",
        "a",
        "sg-1",
        "tcp",
        "-1",
        "10.0.0.0/8",
        "10.0.0.1/64",
        "::1/128",
        "::/300",
        "%7B%22a%22:1%7D",
        "%7B%",
        "{\"Statement\": [{\"Action\": 1, \"Principal\": [\"*\"], \"Condition\": \"\"}]}",
        "{\"bindings\": [{\"members\": null}]}",
        "{\"a\": \"\\ud800\"}",
        "{\"a\": 1, \"a\": 2}",
        "arn:aws:iam::123456789012:role/a",
        "projects/p",
        "https://www.googleapis.com/projects/",
        "/",
        "9999-99-99",
        "***",
        "1e999999999",
        "-0.0",
        "true",
        "Enabled",
    ];

    private static readonly string[] attributes =
    [
        "tags",
        "labels",
        "ingress",
        "versioning_configuration",
        "versioning",
        "rule",
        "server_side_encryption_configuration",
        "lifecycle_rule",
        "cors_rule",
        "target_bucket",
        "logging",
        "index_document",
        "routing_rule",
        "website",
        "role",
        "access_control_policy",
        "rule.status",
    ];

    [Fact]
    public void No_JSON_throws() =>
        Prop.ForAll(
                Seeds.ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var finding = Compare(random, Any(random, 0), Any(random, 0), out _);
                    if (finding.Kind != FindingKind.Different)
                    {
                        finding.Old.ShouldBeNull();
                        finding.New.ShouldBeNull();
                    }
                    Comparison.Text(finding.New).ShouldNotContain("(sensitive value)");
                }
            )
            .Check(Runs.WithMaxTest(20_000));

    [Fact]
    public void What_was_told_as_new_is_in_the_state_then()
    {
        var told = 0;
        Prop.ForAll(
                Seeds.ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var finding = Compare(random, Any(random, 0), Any(random, 0), out var again);
                    if (finding.Kind == FindingKind.Different)
                    {
                        told++;
                        again(finding.New)
                            .Kind.ShouldBe(
                                FindingKind.Same,
                                $"{again.Target}: {Comparison.Text(finding.Old)} → {Comparison.Text(finding.New)}"
                            );
                    }
                }
            )
            .Check(Runs.WithMaxTest(20_000));
        told.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData(nameof(ComparisonKind.Text))]
    [InlineData(nameof(ComparisonKind.Number))]
    [InlineData(nameof(ComparisonKind.Boolean))]
    [InlineData(nameof(ComparisonKind.Json))]
    [InlineData(nameof(ComparisonKind.Set))]
    [InlineData(nameof(ComparisonKind.Tags))]
    public void The_states_own_value_is_the_same_however_it_is_ordered(string kind) =>
        Prop.ForAll(
                Seeds.ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var value = Value(kind, random);
                    var shuffled = Shuffled(value, random, kind == nameof(ComparisonKind.Set));
                    Comparison
                        .Of(
                            Enum.Parse<ComparisonKind>(kind),
                            value.ToJsonString(),
                            shuffled!.ToJsonString()
                        )
                        .Kind.ShouldBe(FindingKind.Same);
                }
            )
            .Check(Runs);

    [Theory]
    [InlineData(nameof(ComparisonKind.Set))]
    [InlineData(nameof(ComparisonKind.Tags))]
    public void What_is_added_and_taken_out_again_leaves_the_old(string kind) =>
        Prop.ForAll(
                Seeds.ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var old = Value(kind, random);
                    var comparison = Enum.Parse<ComparisonKind>(kind);
                    var more = kind == nameof(ComparisonKind.Set) ? "\"new\"" : """{"new": "1"}""";
                    var added = Comparison.Of(comparison, old.ToJsonString(), more, ChangeMode.Add);
                    added.Kind.ShouldBe(FindingKind.Different);
                    var removed = Comparison.Of(
                        comparison,
                        added.New!.ToJsonString(),
                        more,
                        ChangeMode.Remove
                    );
                    removed.ShouldBe(added.New!.ToJsonString(), old.ToJsonString());
                }
            )
            .Check(Runs);

    [Fact]
    public void Rules_that_are_opened_and_closed_again_leave_the_old() =>
        Prop.ForAll(
                Seeds.ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var old = Rules(random, Enumerable.Range(0, random.Next(5)));
                    // Ports that no rule of the state has: what was open before would be closed.
                    var request = Permissions(random, Enumerable.Range(10, 1 + random.Next(3)));
                    var opened = Ingress(old, request, ChangeMode.Add);
                    opened.Kind.ShouldBe(FindingKind.Different);
                    Ingress(opened.New!.ToJsonString(), request, ChangeMode.Add)
                        .Kind.ShouldBe(FindingKind.Same);
                    Ingress(opened.New!.ToJsonString(), request, ChangeMode.Remove)
                        .ShouldBe(opened.New!.ToJsonString(), old);
                }
            )
            .Check(Runs);

    private static AttributeFinding Ingress(string state, string request, ChangeMode mode) =>
        Comparison.Of(
            ComparisonKind.SecurityGroupRules,
            state,
            request,
            mode,
            attribute: "ingress",
            others: ", \"id\": \"sg-1\""
        );

    private static string Rules(Random random, IEnumerable<int> ports) =>
        new JsonArray([
            .. ports.Select(port => new JsonObject
            {
                ["cidr_blocks"] = new JsonArray($"10.{random.Next(99)}.0.0/16", "192.0.2.1/32"),
                ["description"] = random.Next(2) == 0 ? "" : "why",
                ["from_port"] = port,
                ["ipv6_cidr_blocks"] = new JsonArray(),
                ["prefix_list_ids"] = new JsonArray(),
                ["protocol"] = random.Next(2) == 0 ? "tcp" : "udp",
                ["security_groups"] = new JsonArray(),
                ["self"] = random.Next(2) == 0,
                ["to_port"] = port,
            }),
        ]).ToJsonString();

    private static string Permissions(Random random, IEnumerable<int> ports) =>
        new JsonArray([
            .. ports.Select(port => new JsonObject
            {
                ["ipProtocol"] = "tcp",
                ["fromPort"] = port,
                ["toPort"] = port,
                ["ipRanges"] = new JsonObject
                {
                    ["items"] = new JsonArray(
                        new JsonObject { ["cidrIp"] = $"10.0.{random.Next(99)}.0/24" },
                        new JsonObject { ["cidrIp"] = "0.0.0.0/0", ["description"] = "all" }
                    ),
                },
                ["groups"] = new JsonObject
                {
                    ["items"] = new JsonArray(new JsonObject { ["groupId"] = "sg-1" }),
                },
            }),
        ]).ToJsonString();

    /// <summary>A random comparison of the two; <paramref name="again"/> makes it with another state.</summary>
    private static AttributeFinding Compare(
        Random random,
        JsonNode? state,
        JsonNode? value,
        out Func<JsonNode?, AttributeFinding> again
    )
    {
        var attribute = attributes[random.Next(attributes.Length)];
        var provider = (CloudProvider)random.Next(3);
        RecordPath
            .TryParse(random.Next(2) == 0 ? "v" : "v[] | v", provider, out var path)
            .ShouldBeTrue();
        var change = new AttributeChange(
            attribute,
            (ComparisonKind)random.Next((int)ComparisonKind.Opaque + 1),
            (ChangeMode)random.Next(3),
            path,
            random.Next(10) == 0 ? "" : null
        );
        var record = JsonNode.Parse($$"""{"v": {{value?.ToJsonString() ?? "null"}}}""");
        again = new Again(change, provider, record).Compare;
        return again(state);
    }

    private sealed record Again(AttributeChange Change, CloudProvider Provider, JsonNode? Record)
    {
        public AttributeFinding Compare(JsonNode? old)
        {
            var attribute = Change.Attribute;
            var dot = attribute.IndexOf('.', StringComparison.Ordinal);
            var text = old?.ToJsonString() ?? "null";
            var members =
                dot < 0
                    ? $"\"{attribute}\": {text}"
                    : $"\"{attribute[..dot]}\": [{{\"{attribute[(dot + 1)..]}\": {text}}}]";
            return AttributeComparer.Compare(
                Change,
                Provider,
                Record,
                Comparison.Json($"{{{members}, \"id\": \"sg-1\"}}")
            );
        }

        public override string ToString() => $"{Provider} {Change} {Comparison.Text(Record)}";
    }

    private static JsonNode? Any(Random random, int depth) =>
        random.Next(depth > 4 ? 5 : 9) switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next(2) == 0),
            2 => JsonNode.Parse(random.Next(3) == 0 ? "-1.50e3" : $"{random.Next(9)}"),
            3 or 4 => JsonValue.Create(texts[random.Next(texts.Length)]),
            5 or 6 => new JsonArray([
                .. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth + 1)),
            ]),
            _ => new JsonObject(
                Enumerable
                    .Range(0, random.Next(5))
                    .Select(_ => names[random.Next(names.Length)])
                    .Distinct()
                    .Select(name => KeyValuePair.Create(name, Any(random, depth + 1)))
            ),
        };

    private static JsonNode Value(string kind, Random random) =>
        kind switch
        {
            nameof(ComparisonKind.Text) => JsonValue.Create($"text {random.Next()}"),
            nameof(ComparisonKind.Number) => JsonNode.Parse(
                $"{random.Next(-9, 9)}.{random.Next(99)}"
            )!,
            nameof(ComparisonKind.Boolean) => JsonValue.Create(random.Next(2) == 0),
            nameof(ComparisonKind.Set) => new JsonArray([
                .. Enumerable
                    .Range(0, random.Next(6))
                    .Select(i => JsonValue.Create($"item {i * random.Next(1, 9)}").ToJsonString())
                    .Distinct()
                    .Select(text => JsonNode.Parse(text)),
            ]),
            nameof(ComparisonKind.Tags) => new JsonObject(
                Enumerable
                    .Range(0, random.Next(6))
                    .Select(i =>
                        KeyValuePair.Create(
                            $"key {i}",
                            (JsonNode?)JsonValue.Create($"{random.Next()}")
                        )
                    )
            ),
            _ => new JsonObject
            {
                ["Statement"] = new JsonArray([
                    .. Enumerable
                        .Range(0, random.Next(4))
                        .Select(_ => new JsonObject
                        {
                            ["Effect"] = "Allow",
                            ["Action"] = new JsonArray("a:b", $"a:{random.Next(9)}"),
                            ["Resource"] = new JsonArray("r", $"s{random.Next(9)}"),
                        }),
                ]),
                ["Version"] = "2012-10-17",
            },
        };

    /// <summary>Another order of members and items; items once more where repetition does not matter.</summary>
    private static JsonNode? Shuffled(JsonNode? value, Random random, bool repeats) =>
        value switch
        {
            JsonObject members => new JsonObject(
                members
                    .OrderBy(_ => random.Next())
                    .Select(member =>
                        KeyValuePair.Create(member.Key, Shuffled(member.Value, random, repeats))
                    )
            ),
            JsonArray items => new JsonArray([
                .. items
                    .Concat(repeats ? items.Take(1) : [])
                    .OrderBy(_ => random.Next())
                    .Select(item => Shuffled(item, random, repeats)),
            ]),
            _ => value?.DeepClone(),
        };
}
