using System.Text;
using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;
using Freshet.Toml;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Mapping;

public sealed class MappingReaderTests
{
    private const string Head =
        "provider = \"aws\"\n[services.x]\nsource = \"ec2.amazonaws.com\"\n";

    [Fact]
    public void File_of_the_user_adds_calls_and_replaces_them()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(
            "own.toml",
            Head
                + """
                read_only = ["DeleteVpc", "Peek*"]
                [services.x.calls]
                MakeThing = "created aws_thing response.thingId"
                CreateVpc = { change = "modified aws_other name|arn=request.name", attributes = { size = "add number request.size", on = "boolean =true", key = "opaque" } }
                """
        );
        var diagnostics = new List<Diagnostic>();
        var map = ApiCallMap.Load([path], diagnostics);
        diagnostics.ShouldBeEmpty();

        Find("MakeThing").Call!.Changes[0].Types.ShouldBe(["aws_thing"]);
        Find("DeleteVpc").Kind.ShouldBe(CallKind.ReadOnly);
        Find("PeekAtIt").Kind.ShouldBe(CallKind.ReadOnly);
        Find("CreateSubnet").Kind.ShouldBe(CallKind.Mapped);
        var change = Find("CreateVpc").Call!.Changes.ShouldHaveSingleItem();
        change.Action.ShouldBe(CallAction.Modified);
        change.Keys.ShouldHaveSingleItem().Attributes.ShouldBe(["name", "arn"]);
        change
            .Attributes.Select(attribute => attribute.Kind)
            .ShouldBe([ComparisonKind.Number, ComparisonKind.Boolean, ComparisonKind.Opaque]);
        var record = JsonNode.Parse("""{"requestParameters":{"size":7}}""");
        change.Attributes[0].Mode.ShouldBe(ChangeMode.Add);
        change.Attributes[0].Read(record)[0].ToJsonString().ShouldBe("7");
        change.Attributes[0].IsMentioned(JsonNode.Parse("{}")).ShouldBeFalse();
        change.Attributes[1].Read(record)[0].GetValue<string>().ShouldBe("true");
        change.Attributes[2].IsReadable.ShouldBeFalse();
        ApiCallMap
            .BuiltIn.Find(CloudProvider.Aws, "ec2.amazonaws.com", "DeleteVpc")
            .Kind.ShouldBe(CallKind.Mapped);

        CallFinding Find(string name) => map.Find(CloudProvider.Aws, "ec2.amazonaws.com", name);
    }

    [Fact]
    public void Call_that_looks_like_a_read_may_be_said_to_change_something()
    {
        var map = Read(
            "provider = \"aws\"\nread_only = [\"Get*\"]\nmutating = [\"GetAndSet\"]",
            out _
        );
        map.Find(CloudProvider.Aws, "x", "GetAndSet").Kind.ShouldBe(CallKind.Unknown);
        map.Find(CloudProvider.Aws, "x", "GetIt").Kind.ShouldBe(CallKind.ReadOnly);
    }

    [Fact]
    public void Any_type_of_the_provider_may_be_meant()
    {
        var change = ApiCallMap
            .BuiltIn.Find(CloudProvider.Aws, "ec2.amazonaws.com", "CreateTags")
            .Call!.Changes[0];
        change.Concerns("aws_vpc").ShouldBeTrue();
        change.Concerns("google_compute_network").ShouldBeFalse();
    }

    [Theory]
    [InlineData("A = \"changed aws_x request.id\"", 5, "is no action")]
    [InlineData("A = \"modified azurerm_x request.id\"", 5, "not of this provider")]
    [InlineData("A = \"modified aws_X request.id\"", 5, "is no resource type")]
    [InlineData("A = \"modified aws_x\"", 5, "what finds the resource")]
    [InlineData("A = \"modified aws_x request..id\"", 5, "is no path")]
    [InlineData("A = \"modified aws_x Name=request.id\"", 5, "is no attribute")]
    [InlineData("A = 1", 5, "must be a string or a table")]
    [InlineData("A = []", 5, "from 1 to 16 changes")]
    [InlineData("A = { attributes = { a = \"request.a\" } }", 5, "\"change\" is missing")]
    [InlineData(
        "A = { change = \"modified aws_x request.id\", attributes = { B = \"request.b\" } }",
        64,
        "is no attribute"
    )]
    [InlineData(
        "A = { change = \"modified aws_x request.id\", attributes = { b = \"numer request.b\" } }",
        64,
        "needs one path"
    )]
    public void Mistake_is_told_with_its_place(string call, int column, string message)
    {
        Read(Head + "[services.x.calls]\n" + call, out var diagnostics);
        var mistake = diagnostics.ShouldHaveSingleItem();
        mistake.Message.ShouldContain(message);
        mistake.Location!.ToString().ShouldBe($"own.toml:5:{column}");
    }

    [Fact]
    public void Call_given_twice_is_told()
    {
        const string call = "calls.A = \"created aws_x request.id\"\n";
        Read(
            Head + call + "[services.y]\nsource = \"ec2.amazonaws.com\"\n" + call,
            out var diagnostics
        );
        diagnostics.ShouldHaveSingleItem().Message.ShouldContain("given twice");
    }

    [Fact]
    public void File_that_is_not_there_is_told()
    {
        var diagnostics = new List<Diagnostic>();
        ApiCallMap
            .Load(["/nowhere/own.toml"], diagnostics)
            .Calls(CloudProvider.Aws)
            .ShouldNotBeEmpty();
        diagnostics.ShouldHaveSingleItem().Message.ShouldContain("does not exist");
    }

    [Fact]
    public void Any_TOML_is_read_or_refused()
    {
        string[] pieces =
        [
            "provider = \"aws\"\n",
            "provider = 1\n",
            "read_only = [\"*\", \"\", \"A*\"]\n",
            "read_only = [1]\n",
            "mutating = [\"Get\"]\n",
            "[services.x]\n",
            "[services]\n",
            "services = 1\n",
            "source = \"x\"\n",
            "source = \"\"\n",
            "prefixes = [\"\", \"\"]\n",
            "prefixes = 1\n",
            "[services.x.calls]\n",
            "calls = 1\n",
            "A = \"created aws_x a\"\n",
            "A = \"created aws_x a=b=c|d\"\n",
            "B = \"= = =\"\n",
            "B = [[]]\n",
            "C = { change = \"created aws_* a\", attributes = { b = \"=\" } }\n",
            "D = { change = 1, attributes = 2 }\n",
            "\"\" = \"\"\n",
            "E = [\"created aws_x a\", {}]\n",
            "title = 1979-05-27\n",
            "é = \"\\u0000\"\n",
            "[",
            "\"",
        ];
        Prop.ForAll(
                Gen.Elements(pieces).ListOf().Select(list => string.Concat(list)).ToArbitrary(),
                text => Read(text, out _).Find(CloudProvider.Aws, "x", "A").Kind != (CallKind)(-1)
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                bytes => ApiCallMap.Build([("own.toml", bytes)], []) is not null
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static ApiCallMap Read(string toml, out List<Diagnostic> diagnostics)
    {
        diagnostics = [];
        return ApiCallMap.Build([("own.toml", Encoding.UTF8.GetBytes(toml))], diagnostics);
    }
}
