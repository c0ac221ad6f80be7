using System.Text;
using System.Text.Json.Nodes;
using Freshet.Terraform;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform;

/// <summary>What holds for any state.</summary>
public sealed class StateProperties
{
    private const string Secret = "Se3cret";

    private static readonly Gen<int> Seeds = Gen.Choose(0, int.MaxValue - 1);

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void A_state_is_no_different_from_itself() =>
        Prop.ForAll(
                Seeds.ToArbitrary(),
                seed =>
                {
                    var text = State(new Random(seed));
                    States.Diff(text, text).ShouldBeEmpty();
                }
            )
            .Check(Runs);

    [Fact]
    public void No_sensitive_value_gets_out() =>
        Prop.ForAll(Seeds.ToArbitrary(), Seeds.ToArbitrary(), ShouldHide).Check(Runs);

    [Fact]
    public void What_is_created_one_way_is_deleted_the_other() =>
        Prop.ForAll(Seeds.ToArbitrary(), Seeds.ToArbitrary(), ShouldBeReversible).Check(Runs);

    private static void ShouldHide(int one, int other)
    {
        var redactor = new Redactor();
        var before = RedactedState.Of(States.Read(State(new Random(one))), redactor);
        var after = RedactedState.Of(States.Read(State(new Random(other))), redactor);

        foreach (var change in StateDiff.Between(before, after))
        {
            change.Text().ShouldNotContain(Secret);
            change.Address.ShouldNotContain(Secret);
        }
        foreach (var instance in before.Instances.Values)
        {
            Encoding.UTF8.GetString(instance.Attributes.Span).ShouldNotContain(Secret);
        }
    }

    private static void ShouldBeReversible(int one, int other)
    {
        var (before, after) = (State(new Random(one)), State(new Random(other)));

        var there = States.Diff(before, after);
        var back = States.Diff(after, before);

        there
            .Select(change => (change.Address, Opposite(change.Action)))
            .Order()
            .ShouldBe(back.Select(change => (change.Address, change.Action)).Order());
    }

    private static ChangeAction Opposite(ChangeAction action) =>
        action switch
        {
            ChangeAction.Created => ChangeAction.Deleted,
            ChangeAction.Deleted => ChangeAction.Created,
            _ => action,
        };

    /// <summary>A state of up to six instances; each value that holds the secret is below one of its paths, and some paths lead nowhere.</summary>
    private static byte[] State(Random random)
    {
        var instances = new JsonArray();
        for (var key = 0; key < 6; key++)
        {
            if (random.Next(3) == 0)
            {
                continue;
            }
            var paths = new JsonArray();
            instances.Add(
                new JsonObject
                {
                    ["index_key"] = key,
                    ["attributes"] = Object(random, [], paths, 3),
                    ["sensitive_attributes"] = paths,
                }
            );
        }
        return Encoding.UTF8.GetBytes(States.Text(random.Next(1, 9), instances));
    }

    private static JsonObject Object(
        Random random,
        IReadOnlyList<JsonObject> path,
        JsonArray paths,
        int depth
    )
    {
        var made = new JsonObject();
        foreach (var name in new[] { "a", "b.c", "d", "é\"" })
        {
            if (random.Next(3) > 0)
            {
                var isAttribute = path.Count == 0 || random.Next(2) == 0;
                made[name] = Value(
                    random,
                    [
                        .. path,
                        isAttribute
                            ? Step("get_attr", name)
                            : Step("index", Wrapped(name, "string")),
                    ],
                    paths,
                    depth
                );
            }
        }
        return made;
    }

    private static JsonNode? Value(
        Random random,
        IReadOnlyList<JsonObject> path,
        JsonArray paths,
        int depth
    )
    {
        if (random.Next(4) == 0)
        {
            paths.Add(new JsonArray([.. path.Select(step => step.DeepClone())]));
            return Hidden(random, depth);
        }
        switch (random.Next(depth == 0 ? 4 : 6))
        {
            case 0:
                return null;
            case 1:
                return random.Next(3);
            case 2:
                return random.Next(2) == 0;
            case 3:
                return "plain" + random.Next(3);
            case 4:
                return Object(random, path, paths, depth - 1);
            default:
                var list = new JsonArray();
                for (var i = 0; i < random.Next(4); i++)
                {
                    list.Add(
                        Value(
                            random,
                            [
                                .. path,
                                Step(
                                    "index",
                                    random.Next(2) == 0 ? list.Count : Wrapped(list.Count, "number")
                                ),
                            ],
                            paths,
                            depth - 1
                        )
                    );
                }
                return list;
        }
    }

    private static JsonNode? Hidden(Random random, int depth) =>
        random.Next(depth == 0 ? 2 : 4) switch
        {
            0 => Secret + random.Next(3),
            1 => $$"""{"key":"{{Secret}}{{random.Next(3)}}"}""",
            2 => new JsonArray(Hidden(random, depth - 1), 1),
            _ => new JsonObject { ["a"] = Hidden(random, depth - 1), [Secret] = 1 },
        };

    private static JsonObject Step(string type, JsonNode value) =>
        new() { ["type"] = type, ["value"] = value };

    private static JsonObject Wrapped(JsonNode value, string type) =>
        new() { ["value"] = value, ["type"] = type };
}
