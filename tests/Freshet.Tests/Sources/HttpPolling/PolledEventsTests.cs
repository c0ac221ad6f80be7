using Freshet.Events.Parsing;
using Freshet.Sources.HttpPolling;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.HttpPolling;

public sealed class PolledEventsTests
{
    [Theory]
    [InlineData("application/json; charset=utf-8", "/x", ContentFormat.Json)]
    [InlineData("application/vnd.github+json", "/x.csv", ContentFormat.Json)]
    [InlineData("application/x-ndjson", "/x", ContentFormat.Jsonl)]
    [InlineData("text/csv", "/x", ContentFormat.CsvRow)]
    [InlineData("TEXT/XML", "/x", ContentFormat.Xml)]
    [InlineData("application/atom+xml", "/x", ContentFormat.Xml)]
    [InlineData("application/yaml", "/x", ContentFormat.Yaml)]
    [InlineData("text/plain", "/report.tap", ContentFormat.Tap)]
    [InlineData("text/plain", "/x", ContentFormat.Text)]
    [InlineData("application/octet-stream", "/builds.jsonl", ContentFormat.Jsonl)]
    [InlineData(null, "/x.yml", ContentFormat.Yaml)]
    [InlineData(null, "/x", ContentFormat.Json)]
    public void An_answer_says_what_it_is(string? type, string path, object expected) =>
        PolledEvents.FormatOf(type, path).ShouldBe(expected);
}
