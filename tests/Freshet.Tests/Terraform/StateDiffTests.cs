using System.Text.Json.Nodes;
using Freshet.Terraform;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform;

public sealed class StateDiffTests
{
    private const string Password = """[[{"type":"get_attr","value":"password"}]]""";

    [Fact]
    public void Each_instance_that_changed_is_told_with_what_changed()
    {
        var changes = States.Diff(States.File("network.tfstate"), States.File("network-8.tfstate"));

        changes
            .Select(change => $"{change.Action} {change.Address} {change.Text()}")
            .ShouldBe([
                "Modified aws_iam_policy.example {\"tags.Name\":{\"old\":\"example\",\"new\":null},"
                    + "\"tags[\\\"app.kubernetes.io/part-of\\\"]\":{\"old\":\"shop\",\"new\":\"store\"},"
                    + "\"tags.Owner\":{\"old\":null,\"new\":\"team\"}}",
                "Modified aws_db_instance.main {\"allocated_storage\":{\"old\":20,\"new\":40},"
                    + "\"password\":{\"old\":\"(sensitive value)\",\"new\":\"(sensitive value)\"},"
                    + "\"users\":{\"old\":[{\"name\":\"app\",\"token\":\"(sensitive value)\"}],\"new\":[{\"name\":\"app\",\"token\":\"(sensitive value)\"}]},"
                    + "\"settings[\\\"api.key\\\"]\":{\"old\":\"(sensitive value)\",\"new\":\"(sensitive value)\"}}",
                "Created aws_sqs_queue.jobs {\"id\":{\"old\":null,\"new\":\"https://sqs/jobs\"},\"delay_seconds\":{\"old\":null,\"new\":0},\"tags\":{\"old\":null,\"new\":{}}}",
                "Deleted module.net[\"eu\"].module.subnets[0].aws_subnet.private[1] {\"cidr_block\":{\"old\":\"10.0.1.0/24\",\"new\":null},\"id\":{\"old\":\"subnet-1\",\"new\":null}}",
            ]);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1.0}""")]
    [InlineData("""{"a":null}""", """{}""")]
    [InlineData("""{"a":[{"x":1,"y":null}]}""", """{"a":[{"x":1}]}""")]
    [InlineData("""{"a":"{\"x\":[1,2]}"}""", """{"a":" { \"x\" : [1, 2] }"}""")]
    [InlineData("""{"a":"\u00e9"}""", """{"a":"é"}""")]
    public void What_means_the_same_is_no_change(string before, string after) =>
        Changes(before, after).ShouldBeEmpty();

    [Theory]
    [InlineData("""{"a":{"b":{"c":1,"d":2}}}""", """{"a":{"b":{"c":3,"d":2}}}""", "a.b.c")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", "a")]
    [InlineData("""{"a":{"b":1}}""", """{"a":5}""", "a")]
    [InlineData("""{"a":"{x"}""", """{"a":"{y"}""", "a")]
    [InlineData("""{"a":"{\"x\":1}"}""", """{"a":"{\"x\":2}"}""", "a")]
    [InlineData("""{"a.b":1,"a":{"b":1}}""", """{"a.b":2,"a":{"b":1}}""", "[\"a.b\"]")]
    public void A_change_is_told_by_its_path(string before, string after, string path)
    {
        var change = Changes(before, after).ShouldHaveSingleItem();

        ((JsonObject)JsonNode.Parse(change.Text())!).ShouldHaveSingleItem().Key.ShouldBe(path);
    }

    [Fact]
    public void What_is_a_secret_in_either_state_is_one_in_both()
    {
        var plain = ("x", """{"password":"before"}""", "[]");
        var secret = ("x", """{"password":"after"}""", Password);
        const string hidden =
            """{"password":{"old":"(sensitive value)","new":"(sensitive value)"}}""";

        States
            .Diff(States.Of(1, plain), States.Of(2, secret))
            .ShouldHaveSingleItem()
            .Text()
            .ShouldBe(hidden);
        States
            .Diff(States.Of(1, secret), States.Of(2, plain))
            .ShouldHaveSingleItem()
            .Text()
            .ShouldBe(hidden);
    }

    [Fact]
    public void A_mark_alone_is_no_change() =>
        States
            .Diff(
                States.Of(1, ("x", """{"password":"same"}""", "[]")),
                States.Of(2, ("x", """{"password":"same"}""", Password))
            )
            .ShouldBeEmpty();

    [Theory]
    [InlineData("""[[{"type":"get_attr","value":"a"}]]""")]
    [InlineData("""[[{"type":"get_attr","value":"a"},{"type":"get_attr","value":"b"}]]""")]
    [InlineData(
        """[[{"type":"get_attr","value":"a"},{"type":"index","value":{"value":0,"type":"number"}}]]"""
    )]
    [InlineData("""[[{"type":"get_attr","value":"a"},{"type":"splat"}]]""")]
    [InlineData("""[[{"type":"get_attr","value":7}]]""")]
    [InlineData("""[[]]""")]
    [InlineData("""[{"type":"get_attr","value":"a"}]""")]
    [InlineData("""["a"]""")]
    [InlineData("""{"a":true}""")]
    public void What_a_path_may_mean_is_hidden(string sensitive)
    {
        var change = States
            .Diff(
                States.Of(1, ("x", """{"a":{"b":"secret-1"}}""", sensitive)),
                States.Of(2, ("x", """{"a":{"b":"secret-2"}}""", sensitive))
            )
            .ShouldHaveSingleItem();

        change.Text().ShouldNotContain("secret-");
        change.Text().ShouldContain(Redactor.Marker);
    }

    [Fact]
    public void Five_thousand_resources_are_read_and_compared_at_once()
    {
        var changes = States.Diff(States.Large(1, 5000, 50), States.Large(2, 5000, 50));

        changes.Count.ShouldBe(50);
        changes.ShouldAllBe(change => change.Text() == """{"size":{"old":1,"new":2}}""");
    }

    private static IReadOnlyList<ResourceChange> Changes(string before, string after) =>
        States.Diff(States.Of(1, ("x", before, "[]")), States.Of(2, ("x", after, "[]")));
}
