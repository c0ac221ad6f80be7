using Freshet.Vrl.Hashing;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Checksum;

internal sealed class Xxhash : Function
{
    public override Signature Signature { get; } =
        new(
            "xxhash",
            "Checksum",
            "Gives the xxHash of a string: an integer, for XXH3-128 a decimal number in a string. Hashes of 64 bits that are too large for an integer wrap to negative ones.",
            Kind.Of(Kinds.Integer | Kinds.Bytes),
            new Parameter("value", Kinds.Bytes, "The string to hash."),
            Parameter.Optional(
                "variant",
                Kinds.Bytes,
                "XXH32",
                "`XXH32`, `XXH64`, `XXH3-64` or `XXH3-128`, in letters of any case."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("The default has 32 bits", """xxhash("foo")""", "3792637401"),
        new("XXH64 has 64 bits", """xxhash("foo", "XXH64")""", "3728699739546630719"),
        new(
            "A hash may be a negative integer",
            """xxhash("foo", "XXH3-64")""",
            "-6093828362558603894"
        ),
        new(
            "128 bits are a string",
            """xxhash("foo", "XXH3-128")""",
            "\"161745101148472925293886522910304009610\""
        ),
        new(
            "An unknown variant fails",
            """xxhash!("foo", .variant)""",
            Result: null,
            "Variant must be either 'XXH32', 'XXH64', 'XXH3-64', or 'XXH3-128'"
        )
        {
            Event = """{"variant":"XXH16"}""",
        },
    ];

    /// <summary>A call whose variant is known, and is one, cannot fail. Upstream takes the result for a string, also where it is an integer.</summary>
    protected internal override TypeDef TypeOf(CallSite call) =>
        new TypeDef(Kind.Bytes).FallibleIf(
            call.ConstantOf("variant") is not { IsBytes: true } variant
                || Hash(variant, ReadOnlySpan<byte>.Empty).IsFailure
        );

    protected internal override Value Call(in Arguments arguments) =>
        Hash(arguments[1], arguments[0].Bytes.Span);

    private static Value Hash(Value variant, ReadOnlySpan<byte> data) =>
        variant.Text.ToUpperInvariant() switch
        {
            "XXH32" => (long)Xxh32.Compute(data),
            "XXH64" => unchecked((long)Xxh64.Compute(data)),
            "XXH3-64" => unchecked((long)Xxh3.Compute64(data)),
            "XXH3-128" => Xxh3.Compute128(data).ToString(),
            _ => Value.Fail("Variant must be either 'XXH32', 'XXH64', 'XXH3-64', or 'XXH3-128'"),
        };
}
