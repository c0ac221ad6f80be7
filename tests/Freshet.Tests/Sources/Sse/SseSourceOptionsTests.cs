using Freshet.Sources.Sse;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Sse;

public sealed class SseSourceOptionsTests
{
    [Fact]
    public void An_address_is_enough()
    {
        var options = Loaded.From("url = \"https://a.example.com/sse\"").Read<SseSourceOptions>();

        options.MaxRetries.ShouldBeNull();
        options.Start.ShouldBe(SseStart.Now);
        options.IdleTimeout.ShouldBe(TimeSpan.FromSeconds(90));
        options.MaxEventBytes.Bytes.ShouldBe(1 << 20);
    }

    [Theory]
    [InlineData("")]
    [InlineData("url = \"\"")]
    [InlineData("url = \"/sse/events\"")]
    [InlineData("url = \"ftp://a/b\"")]
    [InlineData("url = \"https://a/b\"\nretry = \"0s\"")]
    [InlineData("url = \"https://a/b\"\nmax_retries = -1")]
    [InlineData("url = \"https://a/b\"\nmax_event_bytes = 0")]
    [InlineData("url = \"https://a/b\"\nstart = \"yesterday\"")]
    public void A_mistake_is_told(string toml)
    {
        var loaded = Loaded.From(toml);

        loaded.Reader.Read<SseSourceOptions>(loaded.Root, "sources.link.extractor");

        loaded.Diagnostics.ShouldNotBeEmpty();
    }
}
