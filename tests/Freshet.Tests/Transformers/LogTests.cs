using System.Text;
using Freshet.Events;
using Freshet.Telemetry;
using Freshet.Tests.Telemetry;
using Freshet.Transformers;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Transformers;

public sealed class LogTests
{
    [Fact]
    public void An_event_is_logged_without_its_headers_values()
    {
        var input = new Event("""{"id":"e-1"}"""u8.ToArray())
        {
            Headers = { ["Authorization"] = "Bearer secret", ["X-Id"] = "7" },
        };

        Run(new LogTransformerOptions(), input)
            .ShouldBe(
                "2026-01-02T03:04:05.678Z info Freshet.Transformers.Log.peek  event of 12 bytes with headers [Authorization X-Id]: {\"id\":\"e-1\"}\n"
            );
    }

    [Fact]
    public void Level_and_target_are_chosen() =>
        Run(
                new LogTransformerOptions { Level = "warn", Target = "audit" },
                new Event("1"u8.ToArray())
            )
            .ShouldStartWith("2026-01-02T03:04:05.678Z warn Freshet.Transformers.Log.audit  ");

    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    [InlineData("a")]
    public void A_long_body_is_cut_between_letters_at_two_kibibytes(string letter)
    {
        var body = "\"" + string.Concat(Enumerable.Repeat(letter, 3_000)) + "\"";

        var written = Run(new LogTransformerOptions(), new Event(Encoding.UTF8.GetBytes(body)));

        var shown = written[(written.IndexOf(']') + 3)..];
        shown.ShouldEndWith("...\n");
        body.ShouldStartWith(shown[..^4]);
        Encoding.UTF8.GetByteCount(shown[..^4]).ShouldBeInRange(2_045, 2_048);
    }

    [Fact]
    public void A_target_forges_no_line() =>
        Run(new LogTransformerOptions { Target = "a\nb" }, new Event("1"u8.ToArray()))
            .Count(letter => letter == '\n')
            .ShouldBe(1);

    [Fact]
    public void An_event_without_a_json_form_is_logged_as_such_and_handed_on() =>
        Run(new LogTransformerOptions(), new Event(Formless.Node(out _)))
            .ShouldEndWith("event without a JSON form with headers []: no form\n");

    [Fact]
    public void An_event_that_is_not_logged_is_not_encoded()
    {
        var input = new Event(Formless.Node(out var formless));

        Run(new LogTransformerOptions { Level = "trace" }, input).ShouldBeEmpty();

        formless.Attempts.ShouldBe(0);
    }

    private static string Run(LogTransformerOptions options, Event input)
    {
        var output = new StringWriter();
        using (
            var loggers = LoggerFactory.Create(logging =>
                logging.AddFreshetConsole(
                    LogFilter.Default,
                    LogFormat.Text,
                    new FixedTime(),
                    output
                )
            )
        )
        {
            var passed = new List<Event>();
            new Log(options, "peek", loggers).Transform(input, passed).ShouldBeNull();
            passed.ShouldHaveSingleItem().ShouldBeSameAs(input);
        }
        return output.ToString();
    }
}
