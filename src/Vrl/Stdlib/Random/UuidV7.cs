using System.Buffers.Binary;
using System.Security.Cryptography;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Random;

internal sealed class UuidV7 : Function
{
    /// <summary>Times are known to upstream as nanoseconds in 64 bits: 1677-09-21 to 2262-04-11.</summary>
    private const long MaxSeconds = long.MaxValue / 1_000_000_000;

    public override Signature Signature { get; } =
        new(
            "uuid_v7",
            "Random",
            "Makes a UUID that sorts by its time: version 7 of RFC 9562.",
            Kind.Bytes,
            Parameter.Optional("timestamp", Kinds.Timestamp, "The time; now by default.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Make a UUID of now", "uuid_v7()", "\"06338364-8305-7b74-8000-de4963503139\"")
        {
            IsDifferentEachTime = true,
        },
        new(
            "Make a UUID of a time",
            "slice!(uuid_v7(t'2020-12-30T22:20:53.824Z'), 0, 13)",
            "\"0176b5bd-58c0\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var time = arguments[0].IsMissing ? arguments.Run.Now() : arguments[0].Timestamp;
        if (time.Seconds is < -MaxSeconds or >= MaxSeconds)
        {
            return Value.Fail("can't convert out of range timestamp");
        }
        // Older versions upstream add up to 4.3 seconds by mistake; the RFC's digits are the time.
        var milliseconds = time.Seconds * 1000 + time.Nanoseconds / 1_000_000;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, milliseconds << 16);
        RandomNumberGenerator.Fill(bytes[6..]);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x70);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
