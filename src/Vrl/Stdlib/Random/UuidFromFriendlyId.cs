using System.Buffers.Binary;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Random;

internal sealed class UuidFromFriendlyId : Function
{
    public override Signature Signature { get; } =
        new(
            "uuid_from_friendly_id",
            "Random",
            "Makes a UUID of a number of 128 bits that is written in base 62: digits, then upper-case letters, then lower-case ones.",
            new TypeDef(Kind.Bytes).Fallible(),
            new Parameter("value", Kinds.Bytes, "The number.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Make a UUID of a friendly id",
            """uuid_from_friendly_id!("3s87yEvnmkiPBMHsj8bwwc")""",
            "\"7f41deed-d5e2-8b5e-7a13-ab4ff93cfad2\""
        ),
        new(
            "Only digits and letters are taken",
            """uuid_from_friendly_id!("a b")""",
            null,
            "failed to decode friendly id: Encoded input contains the invalid byte b' ' at index 1"
        ),
    ];

    /// <summary>What 128 bits can need: more are too large a number, whatever they are.</summary>
    private const int MostDigits = 22;

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Bytes.Span;
        if (text.IsEmpty)
        {
            return Wrong("Encoded input is an empty string");
        }
        if (text.TrimStart((byte)'0').Length > MostDigits)
        {
            return Wrong("Decoded number cannot fit into a `u128`");
        }
        var number = UInt128.Zero;
        var fits = true;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = Digit(text[i]);
            if (digit < 0)
            {
                return Wrong(
                    $"Encoded input contains the invalid byte b'{Escape(text[i])}' at index {i}"
                );
            }
            // A wrong byte is told before a number that is too large: so all bytes are looked at.
            fits &= number <= (UInt128.MaxValue - (UInt128)digit) / 62;
            number = unchecked(number * 62 + (UInt128)digit);
        }
        if (!fits)
        {
            return Wrong("Decoded number cannot fit into a `u128`");
        }
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    private static Value Wrong(string what) => Value.Fail($"failed to decode friendly id: {what}");

    private static int Digit(byte c) =>
        c switch
        {
            >= (byte)'0' and <= (byte)'9' => c - '0',
            >= (byte)'A' and <= (byte)'Z' => c - 'A' + 10,
            >= (byte)'a' and <= (byte)'z' => c - 'a' + 36,
            _ => -1,
        };

    private static string Escape(byte c) =>
        c switch
        {
            (byte)'\t' => "\\t",
            (byte)'\r' => "\\r",
            (byte)'\n' => "\\n",
            (byte)'\'' => "\\'",
            (byte)'"' => "\\\"",
            (byte)'\\' => "\\\\",
            >= 0x20 and < 0x7F => ((char)c).ToString(),
            _ => $"\\x{c:x2}",
        };
}
