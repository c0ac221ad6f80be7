using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Sinks.Debug;
using Freshet.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Debug;

public sealed class DebugSinkTests
{
    /// <summary>A terminal sequence, a C1 control, a line separator, a character that reorders, and one beyond 16 bits that hides.</summary>
    private const string Nasty = "\u001b[2J\u009b\u2028\u202e\U000e0001\u007fü😀";

    [Fact]
    public void Line_is_the_event_as_json_without_what_moves_a_terminal()
    {
        var line = DebugText.Line(Item(Nasty));
        line.ShouldEndWith("\n");
        line.Count(c => c == '\n').ShouldBe(1);
        ShouldBeHarmless(line);
        var json = JsonNode.Parse(line)!;
        ((string)json["body"]!["text"]!).ShouldBe(Nasty);
        ((string)json["headers"]!["X-A"]!).ShouldBe(Nasty);
        ((string)json["metadata"]!["m"]!).ShouldBe("1");
    }

    [Fact]
    public void Pretty_names_the_event_and_indents_its_parts()
    {
        var text = DebugText.Pretty(Item("hello"));
        text.ShouldBe(
            """
            1970-01-01T00:00:00.000Z greeting id@7 from tests
            {
              "metadata": {
                "m": "1"
              },
              "headers": {
                "X-A": "hello"
              },
              "body": {
                "text": "hello"
              }
            }


            """
        );
        ShouldBeHarmless(DebugText.Pretty(Item(Nasty)));
    }

    [Theory]
    [InlineData(DebugFormat.Json, 2)]
    [InlineData(DebugFormat.Pretty, 26)]
    public async Task Events_are_written_in_the_form_that_was_asked_for(object format, int lines)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var output = new MemoryStream();
        var sink = new DebugSink(
            new() { Format = (DebugFormat)format },
            new()
            {
                Name = "debug",
                Loggers = NullLoggerFactory.Instance,
                Time = new ManualTime(),
                Instruments = new Instruments(services.GetRequiredService<IMeterFactory>()),
                RootUrl = "http://localhost:8080",
                Transformers = new([], 1),
            },
            () => output
        );
        foreach (var text in new[] { "one", "two" })
        {
            var letter = new DeadLetter("debug", Item(text), "", 1, default, default);
            var delivery = await sink.RedeliverAsync(letter, TestContext.Current.CancellationToken);
            delivery.IsDone.ShouldBeTrue();
        }
        var written = Encoding.UTF8.GetString(output.ToArray());
        written.Count(c => c == '\n').ShouldBe(lines);
        written.Split("one")[^1].ShouldContain("two");
    }

    private static void ShouldBeHarmless(string text)
    {
        foreach (
            var bad in new[] { "\u001b", "\u009b", "\u2028", "\u202e", "\U000e0001", "\u007f" }
        )
        {
            text.Contains(bad, StringComparison.Ordinal).ShouldBeFalse();
        }
    }

    private static Outgoing Item(string text)
    {
        var taken = new EncodedEvent
        {
            Format = EventFormat.Plain,
            Id = "id",
            Type = "greeting",
            Source = "tests",
            Timestamp = DateTimeOffset.UnixEpoch,
            Headers = new Dictionary<string, string> { ["X-A"] = text },
            Metadata = """{"m":"1"}"""u8.ToArray(),
            Json = JsonText.Write(new JsonObject { ["text"] = text }),
        };
        var entry = new Entry(7, DateTimeOffset.UnixEpoch, taken, true);
        return new(entry, entry.WireId, taken);
    }
}
