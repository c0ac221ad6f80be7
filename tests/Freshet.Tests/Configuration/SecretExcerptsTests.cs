using System.Text;
using Freshet.Configuration;
using Freshet.Sinks.Sse;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class SecretExcerptsTests
{
    [Theory]
    // Lines that are no TOML, so that nothing says where their values end.
    [InlineData("""X = { type = "signature", token = "s3cret" """)]
    [InlineData("token = \"s3cret")]
    [InlineData("token = s3cret")]
    [InlineData("X = { type = 'equals', value = 's3cret'")]
    [InlineData("\"api-key\" = [s3cret")]
    [InlineData("a = 1, password=s3cret")]
    public void Of_a_line_that_cannot_be_read_what_stands_behind_such_a_key_is_masked(string toml)
    {
        var told = Told(toml);

        told.ShouldContain("error:");
        told.ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData("{ type = 'secret', value = 's3cret', prefix = 1 }")]
    [InlineData("{ type = 'secret', value = 'Bearer s3cret', prefix = 1 }")]
    public void What_stands_in_the_place_of_a_variable_and_looks_like_none_is_masked(string rule)
    {
        var told = Mistakes($"headers.X = {rule}");

        told.ShouldContain("value = '*");
        told.ShouldNotContain("s3cret");
    }

    [Fact]
    public void The_name_of_a_variable_is_shown() =>
        Mistakes("headers.X = { type = 'secret', value = 'THE_TOKEN', prefix = 1 }")
            .ShouldContain("value = 'THE_TOKEN'");

    [Fact]
    public void The_rest_of_such_a_line_is_shown() =>
        Told("port = s3ven").ShouldContain("port = s3ven");

    [Fact]
    public void An_address_with_a_user_is_masked_whatever_its_key_is()
    {
        var diagnostics = new List<Diagnostic>();
        var root = TomlReader.Read("url = 'htp://user:s3cret@host/'"u8, "f", diagnostics);
        diagnostics.Add(new(Severity.Error, "no", root.Find("url")!.Value.Location));

        var told = SecretExcerpts.Mask(diagnostics, root, new HashSet<TomlValue>());

        told.ShouldHaveSingleItem().Render().ShouldNotContain("s3cret");
    }

    [Fact]
    public void Lines_of_a_text_are_shown_as_they_are()
    {
        var diagnostics = new List<Diagnostic>();
        var root = TomlReader.Read("a = '''\n.token = 1\n.x'''"u8, "f", diagnostics);
        var at = root.Find("a")!.Value.Location;
        diagnostics.Add(
            new(Severity.Error, "no", at with { Line = at.Line + 1, LineText = ".token = 1" })
        );

        var told = SecretExcerpts.Mask(diagnostics, root, new HashSet<TomlValue>());

        told.ShouldHaveSingleItem().Render().ShouldContain(".token = 1");
    }

    private static string Told(string toml)
    {
        var diagnostics = new List<Diagnostic>();
        var root = TomlReader.Read(Encoding.UTF8.GetBytes(toml), "f", diagnostics);
        return string.Join(
            '\n',
            SecretExcerpts
                .Mask(diagnostics, root, new HashSet<TomlValue>())
                .Select(diagnostic => diagnostic.Render())
        );
    }

    /// <summary>What is wrong with a stream of that configuration.</summary>
    private static string Mistakes(string toml)
    {
        var diagnostics = new List<Diagnostic>();
        var root = TomlReader.Read(Encoding.UTF8.GetBytes(toml), "f", diagnostics);
        var reader = new OptionsReader(diagnostics, _ => null);
        reader.Read<SseOptions>(root, "sinks.events");
        return string.Join(
            '\n',
            SecretExcerpts
                .Mask(diagnostics, root, reader.Secrets)
                .Select(diagnostic => diagnostic.Render())
        );
    }
}
