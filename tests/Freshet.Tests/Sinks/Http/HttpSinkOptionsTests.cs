using System.Text;
using Freshet.Configuration;
using Freshet.Sinks.Http;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Http;

public sealed class HttpSinkOptionsTests
{
    [Theory]
    [InlineData("http://example.com")]
    [InlineData("https://example.com:8443/a/b?c=d")]
    [InlineData("http://[::1]:8080/")]
    public void An_absolute_URL_is_taken(string url)
    {
        var (options, mistakes) = Read($"destination = \"{url}\"");
        mistakes.ShouldBeEmpty();
        options.Address.ShouldBe(new Uri(url));
    }

    [Theory]
    [InlineData("event", HttpContentForm.Event)]
    [InlineData("cloudevents", HttpContentForm.CloudEvents)]
    [InlineData("cloudevents-binary", HttpContentForm.CloudEventsBinary)]
    [InlineData("batch", HttpContentForm.Batch)]
    internal void The_content_is_known_by_its_name(string name, HttpContentForm content)
    {
        var (options, mistakes) = Read($"destination = \"http://a.test\"\ncontent = \"{name}\"");
        mistakes.ShouldBeEmpty();
        options.Content.ShouldBe(content);
    }

    [Theory]
    [InlineData("", "the key \"destination\" is missing")]
    [InlineData("destination = '/in'", "must be an absolute URL")]
    [InlineData("destination = 'example.com/in'", "must be an absolute URL")]
    [InlineData("destination = 'ftp://example.com'", "must be an absolute URL")]
    [InlineData("destination = 'http://'", "must be an absolute URL")]
    [InlineData("destination = 'ftp://me:s3cr3t@example.com'", "must be an absolute URL")]
    [InlineData("method = 'GET'", "must be one of \"POST\", \"PUT\", \"PATCH\"")]
    [InlineData("content = 'cloud'", "must be one of \"event\", \"cloudevents\"")]
    [InlineData("request_timeout = '0s'", "request_timeout")]
    [InlineData("batch_max_events = 5", "batch_max_events needs content = \"batch\"")]
    [InlineData(
        "content = 'cloudevents'\nheaders.content-type = { type = 'static', value = 'a/b' }",
        "the Content-Type says that a request carries a CloudEvent"
    )]
    [InlineData(
        "headers.X = { type = 'signature', token = 't', signature_on = { headers_then_body = { headers = ['X-Time'], separator = '.' } } }",
        "covers X-Time, which is not sent"
    )]
    public void A_mistake_is_told_without_the_password(string toml, string message)
    {
        var given =
            toml.Length == 0 || toml.StartsWith("destination", StringComparison.Ordinal)
                ? toml
                : "destination = 'http://a.test'\n" + toml;
        var mistake = Read(given).Mistakes.ShouldHaveSingleItem();
        mistake.ShouldContain(message);
        mistake.ShouldNotContain("s3cr3t");
    }

    [Fact]
    public void A_signature_may_cover_the_id_that_the_sink_sends() =>
        Read(
            """
            destination = "http://a.test"
            headers.X = { type = "signature", token = "t", signature_on = { headers_then_body = { headers = ["X-Freshet-Event-Id", "Content-Type"], separator = "." } } }
            """
        )
            .Mistakes.ShouldBeEmpty();

    [Fact]
    public void User_and_password_of_the_URL_are_sent_as_Basic()
    {
        var (options, mistakes) = Read("destination = 'http://me:p%C3%A4ss@a.test'");
        mistakes.ShouldBeEmpty();
        options.Address.ShouldBe(new Uri("http://a.test"));
        var credentials = options.Credentials.ShouldNotBeNull();
        credentials.Scheme.ShouldBe("Basic");
        Encoding
            .UTF8.GetString(Convert.FromBase64String(credentials.Parameter!))
            .ShouldBe("me:päss");
    }

    private static (HttpSinkOptions Options, IReadOnlyList<string> Mistakes) Read(string toml)
    {
        var diagnostics = new List<Diagnostic>();
        var table = TomlReader.Read(Encoding.UTF8.GetBytes(toml), "freshet.toml", diagnostics);
        var reader = new OptionsReader(diagnostics, _ => null);
        var options = reader.Read<HttpSinkOptions>(table, "sinks.out");
        var masked = SecretExcerpts.Mask(diagnostics, table, reader.Secrets);
        return (options, [.. masked.Select(diagnostic => diagnostic.Render())]);
    }
}
