using Freshet.Sources.HttpPolling;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.HttpPolling;

public sealed class HttpPollingOptionsTests
{
    [Theory]
    [InlineData("url = \"https://u:p@ci.example.com/builds?since={ts_after}&until={ts_before}\"")]
    [InlineData("driver_vrl = '.requests = [{ \"url\": \"https://ci.example.com\" }]'")]
    [InlineData(
        """
            url = "http://a/b"
            polling_interval = "5m"
            min_request_interval = "200ms"
            ts_after = "2026-01-01T00:00:00Z"
            ts_before_limit = "2026-02-01T00:00:00+01:00"
            parser = "csv_row"
            total_duration_of_retries = "1m"
            max_concurrency = 1
            max_requests = 10
            max_depth = 0
            user_agent = "mine/1"
            trusted_origins = ["https://b:8443", "http://c"]
            headers = { Authorization = { type = "static", value = "t", prefix = "Bearer " } }
            on_status = { 404 = "skip", 4xx = "hold", 503 = "retry", 401 = "abort" }
            metadata = { environment = "production" }
            """
    )]
    public void What_to_ask_is_enough_and_all_options_are_read(string toml) =>
        Mistakes(toml).ShouldBeEmpty();

    [Theory]
    [InlineData("", "neither url nor driver_vrl")]
    [InlineData("url = \"http://a\"\ndriver_vrl = \".requests = []\"", "both given")]
    [InlineData("request_vrl = \".url = 1\"", "driver_vrl in its place")]
    [InlineData("url = \"ftp://a/b\"", "absolute URL of http or https")]
    [InlineData("url = \"/b\"", "absolute URL of http or https")]
    [InlineData("url = \"http://a\"\nts_after = \"yesterday\"", "ts_after must be")]
    [InlineData("url = \"http://a\"\nts_before_limit = \"\"", "ts_before_limit must be")]
    [InlineData(
        "url = \"http://a\"\nts_after = \"2026-01-02T00:00:00Z\"\nts_before_limit = \"2026-01-01T00:00:00Z\"",
        "is not after ts_after"
    )]
    [InlineData("url = \"http://a\"\nparser = \"html\"", "parser must be one of")]
    [InlineData("url = \"http://a\"\non_status = { 204 = \"skip\" }", "neither a status nor")]
    [InlineData("url = \"http://a\"\non_status = { 404 = \"ignore\" }", "must be one of")]
    [InlineData("url = \"http://a\"\ntrusted_origins = [\"https://b/c\"]", "no scheme and host")]
    [InlineData("url = \"http://a\"\npolling_interval = \"0s\"", "polling_interval must be")]
    [InlineData("url = \"http://a\"\nmax_concurrency = 0", "max_concurrency must be")]
    [InlineData("driver_vrl = \".requests = [\"", "E2")]
    [InlineData("driver_vrl = \".requests = parse_json(.response.raw)\"", "E103")]
    public void A_mistake_is_told(string toml, string said) =>
        Mistakes(toml).ShouldContain(mistake => mistake.Contains(said, StringComparison.Ordinal));

    private static IReadOnlyList<string> Mistakes(string toml)
    {
        var loaded = Loaded.From(toml);
        loaded.Reader.Read<HttpPollingOptions>(loaded.Root, "sources.polled.extractor");
        return [.. loaded.Diagnostics.Select(diagnostic => diagnostic.Render())];
    }
}
