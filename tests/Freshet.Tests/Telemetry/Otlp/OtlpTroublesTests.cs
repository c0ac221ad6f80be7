using System.Diagnostics.Tracing;
using Freshet.Telemetry.Otlp;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Telemetry.Otlp;

public sealed class OtlpTroublesTests
{
    [Fact]
    public void The_first_is_told_at_once_and_then_once_a_minute_how_many_there_were()
    {
        var time = new ManualTime();
        var log = new Kept();
        using var troubles = new OtlpTroubles(log, reason => reason.Replace("s3cret", "***"), time);

        troubles.Tell("refused s3cret\n   at Somewhere");
        troubles.Tell("refused");
        time.Advance(OtlpTroubles.Interval - TimeSpan.FromSeconds(1));
        troubles.Tell("refused");
        log.Lines.ShouldHaveSingleItem()
            .ShouldContain("collector: refused *** (others since this was told last: 0)");

        time.Advance(TimeSpan.FromSeconds(1));
        troubles.Tell("too late");
        log.Lines.Count.ShouldBe(2);
        log.Lines[1].ShouldContain("too late (others since this was told last: 2)");
    }

    [Fact]
    public void What_an_exporter_says_on_its_source_is_told_and_what_others_say_is_not()
    {
        var log = new Kept();
        using var others = new Source("Freshet-Tests-Else");
        using var troubles = new OtlpTroubles(log, reason => reason, TimeProvider.System);
        using var sdk = new Source("OpenTelemetry-Exporter-Tests");

        others.Fail("nobody's affair");
        sdk.Note("not worth a line");
        sdk.Fail("no route");

        log.Lines.ShouldHaveSingleItem().ShouldContain("exporter failed: no route");
    }

    private sealed class Source(string name) : EventSource(name)
    {
        [Event(1, Message = "exporter failed: {0}", Level = EventLevel.Error)]
        public void Fail(string reason) => WriteEvent(1, reason);

        [Event(2, Message = "{0}", Level = EventLevel.Informational)]
        public void Note(string text) => WriteEvent(2, text);
    }

    private sealed class Kept : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add(formatter(state, exception));
    }
}
