using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Terraform;
using Shouldly;

namespace Freshet.Tests.Terraform;

/// <summary>States for tests: those of <c>tests/data/terraform</c>, and such as are made here.</summary>
internal static class States
{
    public const string Lineage = "3f1d2c4e-9a1b-4c7d-8e2f-0a1b2c3d4e5f";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static byte[] File(string name) =>
        System.IO.File.ReadAllBytes(
            Path.Combine(Repository.Root, "tests", "data", "terraform", name)
        );

    public static TerraformState Read(byte[] utf8)
    {
        var reading = TerraformState.Read(utf8);
        return reading.State.ShouldNotBeNull(reading.Fault?.Reason);
    }

    public static StateFault Fault(string text) =>
        TerraformState.Read(Encoding.UTF8.GetBytes(text)).Fault.ShouldNotBeNull();

    /// <summary>A state of instances of <c>thing.a</c> by key, each with its attributes and sensitive paths as JSON.</summary>
    public static byte[] Of(
        long serial,
        params (string Key, string Attributes, string Sensitive)[] instances
    )
    {
        var list = instances.Select(instance => new JsonObject
        {
            ["index_key"] = instance.Key,
            ["attributes"] = JsonNode.Parse(instance.Attributes),
            ["sensitive_attributes"] = JsonNode.Parse(instance.Sensitive),
        });
        return Encoding.UTF8.GetBytes(Text(serial, [.. list]));
    }

    public static string Text(long serial, JsonArray instances, string lineage = Lineage) =>
        new JsonObject
        {
            ["version"] = 4,
            ["serial"] = serial,
            ["lineage"] = lineage,
            ["resources"] = new JsonArray(
                new JsonObject
                {
                    ["mode"] = "managed",
                    ["type"] = "thing",
                    ["name"] = "a",
                    ["instances"] = instances,
                }
            ),
        }.ToJsonString();

    /// <summary>A state of so many resources, indented as Terraform does, each of about 2 KB.</summary>
    /// <param name="serial">Its serial.</param>
    /// <param name="count">How many resources it has.</param>
    /// <param name="changed">How many of them have another size than at serial 1.</param>
    public static byte[] Large(long serial, int count, int changed)
    {
        var resources = new JsonArray();
        for (var i = 0; i < count; i++)
        {
            var attributes = new JsonObject
            {
                ["id"] = $"i-{i:x8}",
                ["arn"] = $"arn:aws:ec2:eu-west-1:123456789012:instance/i-{i:x8}",
                ["size"] = i < changed ? serial : 1,
                ["password"] = $"secret-{i}",
            };
            for (var k = 0; k < 30; k++)
            {
                attributes[$"attribute_{k}"] = $"value {k} of {i}";
            }
            resources.Add(
                new JsonObject
                {
                    ["mode"] = "managed",
                    ["type"] = "aws_instance",
                    ["name"] = $"r{i}",
                    ["instances"] = new JsonArray(
                        new JsonObject
                        {
                            ["attributes"] = attributes,
                            ["sensitive_attributes"] = JsonNode.Parse(
                                """[[{"type":"get_attr","value":"password"}]]"""
                            ),
                        }
                    ),
                }
            );
        }
        var state = new JsonObject
        {
            ["version"] = 4,
            ["serial"] = serial,
            ["lineage"] = Lineage,
            ["resources"] = resources,
        };
        return JsonSerializer.SerializeToUtf8Bytes(state, Indented);
    }

    /// <summary>What changed from one state to another.</summary>
    public static IReadOnlyList<ResourceChange> Diff(byte[] before, byte[] after)
    {
        var redactor = new Redactor();
        return StateDiff.Between(
            RedactedState.Of(Read(before), redactor),
            RedactedState.Of(Read(after), redactor)
        );
    }

    public static string Text(this ResourceChange change) =>
        Encoding.UTF8.GetString(change.Changes.Span);
}
