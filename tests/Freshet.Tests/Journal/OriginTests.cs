using System.Text;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Journal.Segments;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

/// <summary>The name of the source that took an event in, in the files of the journal.</summary>
public sealed class OriginTests : IDisposable
{
    /// <summary>A segment that a Freshet wrote which knew nothing of origins: the events <c>e-1</c> and <c>{"n":2}</c>.</summary>
    private const string BeforeOrigins =
        "RlJFU0hFVEwBAAAAAiGggQEAAAAAAAAAAAAAAF1v/YaaaaTssAAAAAEAAAAAAAAAFTMUqdlH3wgBgAC3lqtJ3ggDZS0xBWRyaWZ0A2F3cwA7eyJjb250ZXh0Ijp7InNvdXJjZSI6Imh0dHA6Ly8xMjcuMC4wLjE6MTgzNzc/c291cmNlPWhvb2sifX17ImlkIjoiZS0xIiwidHlwZSI6ImRyaWZ0Iiwic291cmNlIjoiYXdzIiwidGltZXN0YW1wIjoiMjAyNi0wMS0wMlQwMzowNDowNVoiLCJkYXRhIjp7Im4iOjF9fV58FvWdAAAAAgAAAAAAAADROBap2UffCAAQDhap2UffCCQwMWExZmU3NC1jNTcxLTdmMTEtOTBiZC0yMDMwZmUyMGNlZDAHbWVzc2FnZSJodHRwOi8vMTI3LjAuMC4xOjE4Mzc3P3NvdXJjZT1ob29rADt7ImNvbnRleHQiOnsic291cmNlIjoiaHR0cDovLzEyNy4wLjAuMToxODM3Nz9zb3VyY2U9aG9vayJ9fXsibiI6Mn0=";

    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Files_from_before_origins_are_read_and_gone_on_with()
    {
        await File.WriteAllBytesAsync(
            Path.Combine(folder.Path, "00000000000000000001.log"),
            Convert.FromBase64String(BeforeOrigins),
            cancellation
        );
        await using (var journal = Open())
        {
            await journal.AppendAsync([Of("3", "hook")], cancellation);
        }

        await using var again = Open();

        var entries = new Entry[10];
        using var reader = again.OpenReader(0);
        var read = reader.Read(entries);
        (read.Count, read.Missed).ShouldBe((3, 0));
        entries[..3].Select(entry => entry.Event.Origin).ShouldBe([null, null, "hook"]);
        entries[..2]
            .Select(entry => Encoding.UTF8.GetString(entry.Event.Json.Span))
            .ShouldBe([
                """{"id":"e-1","type":"drift","source":"aws","timestamp":"2026-01-02T03:04:05Z","data":{"n":1}}""",
                """{"n":2}""",
            ]);
        again.TryFind("e-1", out var sequence).ShouldBeTrue();
        sequence.ShouldBe(1);
    }

    [Fact]
    public void An_event_without_an_origin_takes_no_byte_for_it()
    {
        Payload.Measure(Of("1", "hook")).ShouldBe(Payload.Measure(Of("1", null)) + 5);
    }

    private static EncodedEvent Of(string id, string? origin) =>
        new()
        {
            Format = EventFormat.Plain,
            Id = id,
            Type = "message",
            Source = "test",
            Timestamp = DateTimeOffset.UnixEpoch,
            Origin = origin,
            Headers = new Dictionary<string, string>(),
            Metadata = "{}"u8.ToArray(),
            Json = "{}"u8.ToArray(),
        };

    private FileJournal Open()
    {
        // The time of the segment, so that nothing in it is too old to be kept.
        var time = new ManualTime();
        time.Advance(new DateTimeOffset(2026, 11, 21, 14, 20, 0, TimeSpan.Zero) - time.GetUtcNow());
        var options = new JournalOptions { Path = folder.Path };
        var journal = new FileJournal(new(options), NullLogger.Instance, time);
        journal.Open();
        return journal;
    }
}
