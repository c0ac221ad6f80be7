using System.Text;
using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Tests.Toml;
using Freshet.Toml;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class MaskedTomlTests
{
    [Fact]
    public void What_it_writes_reads_back_to_the_same_tree() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
                seed =>
                {
                    var root = Read(new TomlDocumentWriter(seed).Write().Toml);
                    using var output = new StringWriter();
                    MaskedToml.Write(root, new HashSet<TomlValue>(), output);
                    var again = Read(output.ToString());
                    JsonNode
                        .DeepEquals(Tagged(again), Tagged(root))
                        .ShouldBeTrue(output.ToString());
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("token = \"leak\"")]
    [InlineData("\"X-Auth-Token\" = \"leak\"")]
    [InlineData("password = 123456789")]
    [InlineData("passwords = [\"leak\"]")]
    [InlineData("api_key = 'leak'")]
    [InlineData("api-key = 'leak'")]
    [InlineData("private_key = 'leak'")]
    [InlineData("Authorization = 'Bearer leak'")]
    [InlineData("url = \"postgres://user:leak@db/x\"")]
    [InlineData("url = \"postgres://user:le@leak@db/x\"")]
    [InlineData("url = \"amqp://:leak@db\"")]
    [InlineData("url = \"kafka://a:leak@h1,b:leak@h2\"")]
    [InlineData("url = \"https://host/hook?access_token=leak&x=1\"")]
    [InlineData("urls = [\"http://u:leak@h\"]")]
    [InlineData("deep = { er = [{ token = \"leak\" }] }")]
    public void What_looks_like_a_secret_is_masked(string toml)
    {
        var masked = Loaded.From(toml).Masked();
        masked.ShouldNotContain("leak");
        masked.ShouldNotContain("123456789");
        masked.ShouldContain("***");
    }

    [Theory]
    [InlineData("token_encoding = \"hex\"")]
    [InlineData("token_file = \"path\"")]
    [InlineData("url = \"http://host:8080/a@b\"")]
    [InlineData("key = \"a\"")]
    public void What_does_not_is_shown(string toml) =>
        Loaded.From(toml).Masked().ShouldBe($"{toml}\n");

    [Fact]
    public void What_an_option_says_is_secret_is_masked_however_it_came()
    {
        var environment = new Dictionary<string, string>
        {
            ["VARIABLE"] = "leak1",
            ["FRESHET__SEVERAL"] = "[{ password = \"leak2\" }]",
        };
        var loaded = Loaded.From(
            """
            text = "${VARIABLE}"
            token = "leak3"
            metadata = { a = "${VARIABLE}", b = ["x ${VARIABLE}"] }
            unknown = { a = "leak4", b = [1979-05-27, "leak5"] }
            [inner]
            password = { oops = "leak6" }
            """,
            environment,
            "inner={ name = \"x\", password = \"leak7\" }"
        );
        loaded.Mistakes<EveryKind>();
        var masked = loaded.Masked();
        masked.ShouldNotContain("leak");
        masked.ShouldContain("text = \"${VARIABLE}\"");
        masked.ShouldContain("name = \"x\"");
    }

    [Fact]
    public void Empty_tables_are_shown() =>
        Loaded.From("[a]\n[b.c]\nd = {}").Masked().ShouldBe("\n[a]\n\n[b.c.d]\n");

    private static TomlTable Read(string toml)
    {
        var diagnostics = new List<Diagnostic>();
        var root = TomlReader.Read(Encoding.UTF8.GetBytes(toml), "test", diagnostics);
        diagnostics.ShouldBeEmpty();
        return root;
    }

    private static JsonNode? Tagged(TomlTable root)
    {
        using var json = new MemoryStream();
        TaggedJson.Write(root, json);
        return JsonNode.Parse(json.ToArray());
    }
}
