using System.Diagnostics.Metrics;

namespace Freshet.Telemetry.Readings;

/// <summary>An instrument of the framework that is read beside our own.</summary>
/// <param name="Meter">The name of its meter.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">How its figures are to be read.</param>
/// <param name="Unit">In what it measures.</param>
/// <param name="Tags">The tags that are kept, in order. Others it may have are left out: whatever differs in them alone is added up.</param>
/// <param name="Description">What it measures.</param>
internal sealed record BorrowedInstrument(
    string Meter,
    string Name,
    ReadingKind Kind,
    string Unit,
    IReadOnlyList<TagName> Tags,
    string Description
)
{
    private const string Runtime = "System.Runtime";

    /// <summary>Requests by route, and what operators ask of a .NET process.</summary>
    public static readonly IReadOnlyList<BorrowedInstrument> All =
    [
        new(
            "Microsoft.AspNetCore.Hosting",
            "http.server.request.duration",
            ReadingKind.Histogram,
            "s",
            [
                new("http.request.method", "method, `_OTHER` where it is none of HTTP's"),
                new("http.route", "path as it was configured; absent where nothing answers there"),
                new("http.response.status_code", "status of the answer"),
            ],
            "How long requests took, streams included"
        ),
        new(
            Runtime,
            "dotnet.gc.collections",
            ReadingKind.Counter,
            "{collection}",
            [new("gc.heap.generation", "`gen0`, `gen1`, `gen2`")],
            "Collections of garbage, by the oldest generation that was looked through"
        ),
        new(
            Runtime,
            "dotnet.gc.pause.time",
            ReadingKind.Counter,
            "s",
            [],
            "How long the process stood still for collections of garbage"
        ),
        new(
            Runtime,
            "dotnet.gc.heap.total_allocated",
            ReadingKind.Counter,
            "By",
            [],
            "Bytes that were allocated on the managed heap since the start"
        ),
        new(
            Runtime,
            "dotnet.gc.last_collection.heap.size",
            ReadingKind.UpDownCounter,
            "By",
            [new("gc.heap.generation", "`gen0`, `gen1`, `gen2`, `loh`, `poh`")],
            "Size of the managed heap after the last collection"
        ),
        new(
            Runtime,
            "dotnet.gc.last_collection.memory.committed_size",
            ReadingKind.UpDownCounter,
            "By",
            [],
            "Memory that the managed heap had taken from the system at the last collection"
        ),
        new(
            Runtime,
            "dotnet.thread_pool.queue.length",
            ReadingKind.UpDownCounter,
            "{work_item}",
            [],
            "Work that waits for a thread of the pool"
        ),
        new(
            Runtime,
            "dotnet.monitor.lock_contentions",
            ReadingKind.Counter,
            "{contention}",
            [],
            "How often a thread had to wait for a lock"
        ),
    ];

    /// <summary>Whether the instrument is that one.</summary>
    /// <param name="instrument">One that was published.</param>
    /// <param name="scope">Who has meters of their own; what belongs to others is theirs.</param>
    public bool IsThat(Instrument instrument, object? scope) =>
        instrument.Name == Name
        && instrument.Meter.Name == Meter
        && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, scope));
}
