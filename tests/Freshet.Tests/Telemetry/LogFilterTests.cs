using Freshet.Telemetry;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Telemetry;

public sealed class LogFilterTests
{
    [Theory]
    // Nothing said.
    [InlineData("", "Freshet.Sinks.Sse", LogLevel.Information)]
    [InlineData("", "Microsoft.AspNetCore.Hosting", LogLevel.Warning)]
    [InlineData(" , ", "Freshet", LogLevel.Information)]
    // A level on its own is Freshet's, unless it is stricter than what the rest has.
    [InlineData("debug", "Freshet.Sinks.Sse", LogLevel.Debug)]
    [InlineData("trace", "Microsoft.AspNetCore.Hosting", LogLevel.Warning)]
    [InlineData("warn", "Freshet.Sinks", LogLevel.Warning)]
    [InlineData("error", "Microsoft.AspNetCore.Hosting", LogLevel.Error)]
    [InlineData("off", "Microsoft.AspNetCore.Hosting", LogLevel.None)]
    [InlineData("off", "Freshet", LogLevel.None)]
    [InlineData("debug", "FreshetX", LogLevel.Warning)]
    [InlineData("debug,error", "Freshet", LogLevel.Error)]
    // Letters' case, other names, spaces.
    [InlineData("DEBUG", "Freshet", LogLevel.Debug)]
    [InlineData("Warning", "Freshet", LogLevel.Warning)]
    [InlineData(" critical ", "Freshet", LogLevel.Critical)]
    [InlineData("info, freshet.SINKS = Debug", "Freshet.Sinks.Sse", LogLevel.Debug)]
    // Categories end at dots.
    [InlineData("info,Freshet.Sinks.Sse=debug", "Freshet.Sinks.Sse", LogLevel.Debug)]
    [InlineData("info,Freshet.Sinks.Sse=debug", "Freshet.Sinks.Sse.SseSink", LogLevel.Debug)]
    [InlineData("info,Freshet.Sinks=debug", "Freshet.SinksX", LogLevel.Information)]
    [InlineData("info,Freshet.Sinks=debug", "Freshet.Sink", LogLevel.Information)]
    // The longest counts, wherever it stands.
    [InlineData("Freshet.Sinks.Sse=trace,Freshet.Sinks=error", "Freshet.Sinks.Sse", LogLevel.Trace)]
    [InlineData("Freshet.Sinks=error,Freshet.Sinks.Sse=trace", "Freshet.Sinks.Sse", LogLevel.Trace)]
    [InlineData("Freshet.Sinks=error,Freshet.Sinks.Sse=trace", "Freshet.Sinks", LogLevel.Error)]
    [InlineData("Freshet.Sinks=error,FRESHET.SINKS=trace", "Freshet.Sinks", LogLevel.Trace)]
    [InlineData("Freshet=trace,error", "Freshet.Http", LogLevel.Trace)]
    [InlineData(
        "off,Microsoft.AspNetCore=info",
        "Microsoft.AspNetCore.Hosting",
        LogLevel.Information
    )]
    public void A_category_has_the_level_of_the_longest_part_that_covers_it(
        string text,
        string category,
        LogLevel expected
    )
    {
        LogFilter.TryParse(text, out var filter, out var error).ShouldBeTrue(error);

        LowestAllowed(filter, category).ShouldBe(expected);
    }

    [Theory]
    [InlineData("inof", "`inof`")]
    [InlineData("info,Freshet.Sinks", "`Freshet.Sinks`")]
    [InlineData("Freshet=loud", "`loud` in `Freshet=loud`")]
    [InlineData("Freshet=", "`` in `Freshet=`")]
    [InlineData("=debug", "`` in `=debug`")]
    [InlineData("Freshet.=debug", "`Freshet.`")]
    [InlineData("Freshet.*=debug", "`Freshet.*`")]
    [InlineData("a\nerror: forged", "`a\\nerror: forged`")]
    [InlineData("2", "`2`")]
    public void A_wrong_part_is_named(string text, string named)
    {
        LogFilter.TryParse(text, out var filter, out var error).ShouldBeFalse();

        error.ShouldNotBeNull().ShouldContain(named);
        filter.ShouldBeSameAs(LogFilter.Default);
    }

    [Theory]
    [InlineData("inof")]
    [InlineData("Freshet=inof")]
    public void A_wrong_level_is_answered_with_those_there_are(string text)
    {
        LogFilter.TryParse(text, out _, out var error).ShouldBeFalse();

        error
            .ShouldNotBeNull()
            .ShouldContain("levels are trace, debug, info, warn, error, critical, off");
    }

    [Fact]
    public void A_filter_of_absurd_length_is_refused() =>
        LogFilter.TryParse(new string(',', 5000), out _, out _).ShouldBeFalse();

    [Fact]
    public void Any_text_is_a_filter_or_a_short_error_on_one_line() =>
        Prop.ForAll<string?>(text =>
            {
                if (!LogFilter.TryParse(text ?? "", out _, out var error))
                {
                    // Two quotations of 64 characters, each at most six when escaped, and a sentence.
                    error.Length.ShouldBeLessThan(1_000);
                    error.ShouldNotContain(letter => char.IsControl(letter));
                }
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_filter_reads_what_it_writes()
    {
        var levels = Gen.Elements("trace", "debug", "info", "warn", "error", "critical", "off");
        var categories = Gen.Elements("Freshet", "Freshet.A", "freshet.a.B", "Freshet.AB", "Other");
        var part = Gen.OneOf(
            levels,
            from category in categories
            from level in levels
            select $"{category}={level}"
        );
        var text = Gen.ListOf(part).Select(parts => string.Join(',', parts)).ToArbitrary();
        Prop.ForAll(
                text,
                written =>
                {
                    LogFilter.TryParse(written, out var filter, out _).ShouldBeTrue();
                    LogFilter.TryParse(filter.ToString(), out var again, out _).ShouldBeTrue();
                    foreach (
                        var category in new[] { "Freshet", "Freshet.A.B.C", "Freshet.AB", "Else" }
                    )
                    {
                        LowestAllowed(again, category).ShouldBe(LowestAllowed(filter, category));
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_applied_filter_overrules_every_other()
    {
        LogFilter.TryParse("debug,Freshet.Sinks=error", out var filter, out _).ShouldBeTrue();
        using var loggers = LoggerFactory.Create(logging =>
        {
            logging.Services.AddSingleton<ILoggerProvider>(_ => new ConsoleLog(
                LogFormat.Text,
                TimeProvider.System,
                TextWriter.Null,
                coloured: false
            ));
            filter.Apply(logging);
            logging.AddFilter("Freshet", LogLevel.Critical);
            logging.SetMinimumLevel(LogLevel.Critical);
        });

        loggers.CreateLogger("Freshet.Http").IsEnabled(LogLevel.Debug).ShouldBeTrue();
        loggers.CreateLogger("Freshet.Http").IsEnabled(LogLevel.Trace).ShouldBeFalse();
        loggers.CreateLogger("Freshet.Sinks.Sse").IsEnabled(LogLevel.Warning).ShouldBeFalse();
        loggers.CreateLogger("Freshet.SinksX").IsEnabled(LogLevel.Debug).ShouldBeTrue();
        loggers.CreateLogger("Microsoft").IsEnabled(LogLevel.Information).ShouldBeFalse();
    }

    private static LogLevel LowestAllowed(LogFilter filter, string category) =>
        Enum.GetValues<LogLevel>()
            .Order()
            .FirstOrDefault(level => filter.Allows(category, level), LogLevel.None);
}
