using System.Diagnostics.Metrics;
using Freshet.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Telemetry;

public sealed class InstrumentsTests
{
    [Fact]
    public void What_happens_is_counted_under_its_name_with_its_tags()
    {
        var counted = Record(instruments =>
        {
            instruments.Received("hooks", 5);
            instruments.Accepted("hooks", 3);
            instruments.Repeated("hooks", 1);
            instruments.Rejected("hooks", "shape", "transformer");
            instruments.WrongCDEvent("hooks");
            instruments.SourceDeadLettered("link");
            instruments.UpstreamFailed("link", "lagged");
            instruments.Dropped("once", 2);
            instruments.ClientConnected("live");
            instruments.ClientDisconnected("live");
            instruments.Delivered("live", 10, 2_000);
            instruments.Lagged("live", 4);
            instruments.ConnectionRefused("live", 403);
            instruments.SlowClientClosed("live");
            instruments.UnreachableClientClosed("live");
        });

        counted.ShouldBe([
            "freshet.source.received=5 freshet.source=hooks",
            "freshet.source.accepted=3 freshet.source=hooks",
            "freshet.source.repeated=1 freshet.source=hooks",
            "freshet.source.rejected=1 freshet.source=hooks freshet.component=shape freshet.reason=transformer",
            "freshet.source.wrong_cdevents=1 freshet.source=hooks",
            "freshet.source.dead_letters=1 freshet.source=link",
            "freshet.source.upstream_errors=1 freshet.source=link freshet.reason=lagged",
            "freshet.transformer.dropped=2 freshet.component=once",
            "freshet.sse.clients=1 freshet.endpoint=live",
            "freshet.sse.clients=-1 freshet.endpoint=live",
            "freshet.sse.deliveries=10 freshet.endpoint=live",
            "freshet.sse.io=2000 freshet.endpoint=live",
            "freshet.sse.lagged=4 freshet.endpoint=live",
            "freshet.sse.refusals=1 freshet.endpoint=live http.response.status_code=403",
            "freshet.sse.slow_clients=1 freshet.endpoint=live",
            "freshet.sse.unreachable_clients=1 freshet.endpoint=live",
        ]);
    }

    [Fact]
    public void The_journal_is_measured_when_somebody_looks_and_only_once_there_is_one()
    {
        Record(_ => { }).ShouldBeEmpty();
        Record(instruments =>
            {
                instruments.Journal.Observe(() => new(1, 1, 0, IsRefusing: false));
                instruments.Journal.Observe(() => new(7, 900, 2, IsRefusing: true));
            })
            .ShouldBe(
                [
                    "freshet.journal.entries=7",
                    "freshet.journal.size=900",
                    "freshet.journal.damaged=2",
                    "freshet.journal.refusing=1",
                ],
                ignoreOrder: true
            );
    }

    private static List<string> Record(Action<Instruments> act)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            // Tests run side by side, each with a meter of its own.
            if (
                instrument.Meter.Name == Instruments.MeterName
                && ReferenceEquals(instrument.Meter.Scope, factory)
            )
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
                counted.Add(
                    string.Join(
                        ' ',
                        tags.ToArray()
                            .Select(tag => $"{tag.Key}={tag.Value}")
                            .Prepend($"{instrument.Name}={value}")
                    )
                )
        );
        listener.Start();
        act(new Instruments(factory));
        listener.RecordObservableInstruments();
        return counted;
    }
}
