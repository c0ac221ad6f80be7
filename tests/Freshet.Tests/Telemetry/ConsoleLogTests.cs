using System.Diagnostics;
using System.Text.Json;
using Freshet.Telemetry;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Telemetry;

public sealed class ConsoleLogTests
{
    private const string Start = "2026-01-02T03:04:05.678Z info Freshet.Test  ";

    [Fact]
    public void An_entry_is_time_level_category_and_message() =>
        Text(log => log.LogInformation("client {Client} left", "c-1"))
            .ShouldBe(Start + "client c-1 left\n");

    [Fact]
    public void Values_that_the_message_does_not_show_follow_it() =>
        Text(log =>
                log.Log(
                    LogLevel.Information,
                    default,
                    new List<KeyValuePair<string, object?>>
                    {
                        new("Shown", 1),
                        new("Show", 2.5),
                        new("Path", "a b=\"c\""),
                        new("None", null),
                        new("{OriginalFormat}", "done {Shown:x}"),
                    },
                    null,
                    (_, _) => "done 1"
                )
            )
            .ShouldBe(Start + "done 1 Show=2.5 Path=\"a b=\\\"c\\\"\" None=\"\"\n");

    [Fact]
    public void An_exception_is_indented_below_its_entry()
    {
        var failure = new InvalidOperationException(
            "first\n2026-01-02T03:04:05.678Z info forged\r\e[31m"
        );

        Text(log => log.LogInformation(failure, "failed"))
            .ShouldBe(
                Start
                    + "failed\n"
                    + "    System.InvalidOperationException: first\n"
                    + "    2026-01-02T03:04:05.678Z info forged\n"
                    + "    \\u001b[31m\n"
            );
    }

    [Fact]
    public void Json_names_the_span_that_an_entry_belongs_to()
    {
        using var span = new Activity("test");
        span.SetIdFormat(ActivityIdFormat.W3C).Start();

        var traced = Json(log => log.LogInformation("in it"));
        span.Stop();
        var untraced = Json(log => log.LogInformation("behind it"));

        var entry = JsonDocument.Parse(traced).RootElement;
        entry.GetProperty("trace_id").GetString().ShouldBe(span.TraceId.ToHexString());
        entry.GetProperty("span_id").GetString().ShouldBe(span.SpanId.ToHexString());
        untraced.ShouldNotContain("_id");
    }

    [Fact]
    public void Json_has_the_values_with_their_types_and_the_exception_on_the_same_line()
    {
        var written = Json(log =>
            log.LogError(
                new InvalidOperationException("a\nb"),
                "{Count} of {Name} {Name} {Ratio} {Ok} {Missing}",
                3,
                "x\u2028y",
                "other",
                double.NaN,
                true,
                null
            )
        );

        written.ShouldEndWith("}\n");
        written.Count(letter => letter is '\n' or '\r' or '\u2028').ShouldBe(1);
        var entry = JsonDocument.Parse(written).RootElement;
        entry.GetProperty("time").GetString().ShouldBe("2026-01-02T03:04:05.678Z");
        entry.GetProperty("level").GetString().ShouldBe("error");
        entry.GetProperty("category").GetString().ShouldBe("Freshet.Test");
        entry.GetProperty("message").GetString().ShouldBe("3 of x\u2028y other NaN True (null)");
        entry.GetProperty("exception").GetString().ShouldNotBeNull().ShouldContain("a\nb");
        entry
            .GetProperty("fields")
            .GetRawText()
            .ShouldBe("""{"Count":3,"Name":"x\u2028y","Ratio":"NaN","Ok":true,"Missing":null}""");
    }

    [Fact]
    public void No_text_forges_a_line_for_people() =>
        ForAnyText(text =>
        {
            var written = Text(log => Everywhere(log, text));

            var lines = written.Split('\n');
            lines[0].ShouldStartWith(Start);
            lines[^1].ShouldBeEmpty();
            lines[1..^1].ShouldAllBe(line => line.StartsWith("    ", StringComparison.Ordinal));
            written
                .Where(letter => letter != '\n')
                .ShouldNotContain(letter =>
                    char.IsControl(letter)
                    || letter == '\u2028'
                    || letter == '\u2029'
                    || letter == '\u202e'
                );
            System.Text.Encoding.UTF8.GetByteCount(written).ShouldBeGreaterThan(0);
        });

    [Fact]
    public void No_text_forges_a_line_for_programs() =>
        ForAnyText(text =>
        {
            var written = Json(log => Everywhere(log, text));

            written[..^1]
                .ShouldNotContain(letter =>
                    char.IsControl(letter) || letter == '\u2028' || letter == '\u2029'
                );
            written[^1].ShouldBe('\n');
            JsonDocument
                .Parse(written)
                .RootElement.GetProperty("level")
                .GetString()
                .ShouldBe("info");
        });

    [Fact]
    public void Text_of_any_length_makes_a_line_of_bounded_length()
    {
        var text = new string('\e', 1_000_000);

        // Sixfold escaped: in the message, a value, and an exception.
        Text(log => Everywhere(log, text)).Length.ShouldBeLessThan(4 * 6 * LogText.MaxLength);
        Json(log => Everywhere(log, text)).Length.ShouldBeLessThan(4 * 6 * LogText.MaxLength);
        Text(log => log.LogInformation("{Text}", text))
            .ShouldContain($"... ({1_000_000 - LogText.MaxLength} more characters)");
    }

    [Fact]
    public void The_filter_decides_what_is_written()
    {
        LogFilter.TryParse("warn", out var filter, out _).ShouldBeTrue();

        Write(
                LogFormat.Text,
                filter,
                log =>
                {
                    log.LogInformation("quiet");
                    log.LogWarning("loud");
                }
            )
            .ShouldBe("2026-01-02T03:04:05.678Z warn Freshet.Test  loud\n");
    }

    [Fact]
    public void Colour_marks_the_level_alone()
    {
        var output = new StringWriter();
        using (var log = new ConsoleLog(LogFormat.Text, new FixedTime(), output, coloured: true))
        {
            log.CreateLogger("Freshet.Test").LogError("\e[2Jred");
        }

        output
            .ToString()
            .ShouldBe("2026-01-02T03:04:05.678Z \e[31merror\e[0m Freshet.Test  \\u001b[2Jred\n");
    }

    private static void Everywhere(ILogger log, string text) =>
        log.Log(
            LogLevel.Information,
            default,
            new List<KeyValuePair<string, object?>>
            {
                new("Value", text),
                new("{OriginalFormat}", "template"),
            },
            new InvalidOperationException(text),
            (_, _) => text
        );

    private static void ForAnyText(Action<string> property)
    {
        var nasty = Gen.Elements(
            "\n",
            "\r",
            "\r\n",
            "\u0085",
            "\u2028",
            "\u2029",
            "\0",
            "\e[31m",
            "\u007f",
            "\u202e",
            "\ud800",
            "\udc00",
            "😀",
            "\U000e0041",
            "\"",
            "\\",
            "a",
            " ",
            "2026-01-02T03:04:05.678Z info Freshet.Test  "
        );
        var text = Gen.OneOf(
            Gen.ListOf(nasty).Select(string.Concat),
            ArbMap.Default.GeneratorFor<string?>().Select(any => any ?? "")
        );
        Prop.ForAll(text.ToArbitrary(), property).QuickCheckThrowOnFailure();
    }

    private static string Text(Action<ILogger> act) =>
        Write(LogFormat.Text, LogFilter.Default, act);

    private static string Json(Action<ILogger> act) =>
        Write(LogFormat.Json, LogFilter.Default, act);

    private static string Write(LogFormat format, LogFilter filter, Action<ILogger> act)
    {
        var output = new StringWriter();
        using (
            var loggers = LoggerFactory.Create(logging =>
                logging.AddFreshetConsole(filter, format, new FixedTime(), output)
            )
        )
        {
            act(loggers.CreateLogger("Freshet.Test"));
        }
        return output.ToString();
    }
}
