using Freshet.Events;
using Freshet.Journal.Segments;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal.Segments;

public sealed class PayloadTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly RecordHeader Header = new(0, Payload.Shortest, 7, 8);

    [Fact]
    public void Event_is_read_as_it_was_written()
    {
        var texts = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => Utf8Of(text.Get));
        var bytes = ArbMap.Default.GeneratorFor<byte[]>();
        var events =
            from format in Gen.Elements(Enum.GetValues<EventFormat>())
            from text in texts.Three()
            from headers in texts.Two().ListOf()
            from origin in Gen.OneOf(
                Gen.Constant<string?>(null),
                texts.Select(text => (string?)text)
            )
            from trace in Gen.Elements<TraceContext?>([
                null,
                TraceContext.Parse(Parent),
                TraceContext.Parse(Parent, "a=1,b=2"),
            ])
            from time in Gen.Choose(0, int.MaxValue)
            from metadata in bytes
            from json in bytes
            select new EncodedEvent
            {
                Format = format,
                Id = text.Item1,
                Type = text.Item2,
                Source = text.Item3,
                Origin = origin,
                Trace = trace,
                Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(time),
                Headers = headers
                    .DistinctBy(header => header.Item1, StringComparer.OrdinalIgnoreCase)
                    .ToDictionary(header => header.Item1, header => header.Item2),
                Metadata = metadata,
                Json = json,
            };
        Prop.ForAll(
                events.ToArbitrary(),
                ArbMap.Default.ArbFor<bool>(),
                (taken, isShared) =>
                {
                    var payload = new byte[Payload.Measure(taken)];
                    Payload.Write(payload, taken);
                    if (isShared)
                    {
                        Payload.MarkShared(payload);
                    }
                    var entry = Payload.Read(payload, Header).ShouldNotBeNull();
                    (entry.Sequence, entry.JournaledAt.Ticks).ShouldBe((7, 8));
                    entry.SharesId.ShouldBe(isShared);
                    var read = entry.Event;
                    read.Format.ShouldBe(taken.Format);
                    (read.Id, read.Type, read.Source).ShouldBe(
                        (taken.Id, taken.Type, taken.Source)
                    );
                    read.Timestamp.ShouldBe(taken.Timestamp);
                    read.Origin.ShouldBe(taken.Origin);
                    read.Trace.ShouldBe(taken.Trace);
                    read.Headers.ShouldBe(taken.Headers, ignoreOrder: true);
                    read.Metadata.ToArray().ShouldBe(taken.Metadata.ToArray());
                    read.Json.ToArray().ShouldBe(taken.Json.ToArray());
                    Payload.IdOf(payload).ShouldBe(taken.Id);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Trace_takes_its_bytes_alone_and_none_leaves_a_payload_as_it_always_was()
    {
        var none = Written(null);
        var traced = Written(TraceContext.Parse(Parent));

        Convert
            .ToHexStringLower(none)
            .ShouldBe(
                "01" + "0080b5f7f57f9f08" + "0169" + "0174" + "0173" + "00" + "027b7d" + "31"
            );
        traced.Length.ShouldBe(none.Length + TraceContext.Size + 1);

        static byte[] Written(TraceContext? trace)
        {
            var taken = new EncodedEvent
            {
                Format = EventFormat.Envelope,
                Id = "i",
                Type = "t",
                Source = "s",
                Timestamp = DateTimeOffset.UnixEpoch,
                Trace = trace,
                Headers = new Dictionary<string, string>(),
                Metadata = "{}"u8.ToArray(),
                Json = "1"u8.ToArray(),
            };
            var payload = new byte[Payload.Measure(taken)];
            Payload.Write(payload, taken);
            return payload;
        }
    }

    [Fact]
    public void Bytes_of_any_kind_are_an_event_or_none_and_never_a_fault() =>
        Prop.ForAll<byte[]>(bytes =>
            {
                var entry = Payload.Read(bytes, Header);
                (entry is null || entry.Event.Json.Length <= bytes.Length).ShouldBeTrue();
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(9)] // the id's length
    [InlineData(12)] // the number of headers
    [InlineData(13)] // the length of the metadata
    public void Length_beyond_what_is_there_is_no_event(int at)
    {
        var payload = new byte[Payload.Shortest + 4];
        Payload.Read(payload, Header).ShouldNotBeNull();
        byte[] lengths = [0xff, 0xff, 0xff, 0xff, 0x07];
        lengths.AsSpan(0, Math.Min(5, payload.Length - at)).CopyTo(payload.AsSpan(at));
        Payload.Read(payload, Header).ShouldBeNull();
    }

    /// <summary>The text without halves of surrogate pairs, which no UTF-8 carries and no event has.</summary>
    private static string Utf8Of(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
}
