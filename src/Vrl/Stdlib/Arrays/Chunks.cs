using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Arrays;

internal sealed class Chunks : Function
{
    private const string TooSmall = "\"chunk_size\" must be at least 1 byte";

    private static readonly Signature Declared = new(
        "chunks",
        "Array",
        "Cuts a string into pieces of that many bytes; the last may be shorter. A character may be cut in two.",
        new TypeDef(Kind.ArrayOf(Kind.Bytes)).Fallible(),
        new Parameter("value", Kinds.Bytes, "The string."),
        new Parameter("chunk_size", Kinds.Integer, "The bytes of a piece, at least 1.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Pieces of the same length.", """chunks("abcdefgh", 4)""", """["abcd", "efgh"]"""),
        new("The rest is the last piece.", """chunks("abcde", 2)""", """["ab", "cd", "e"]"""),
        new("Characters are no concern of it.", """chunks("ab你好", 4)""", """["ab�", "�好"]"""),
        new(
            "A size that is computed must be large enough too.",
            """chunks!("abc", length([]))""",
            null,
            TooSmall
        ),
    ];

    // A constant was checked by the compiler.
    protected internal override TypeDef TypeOf(CallSite call) =>
        Declared.Returns.FallibleIf(call["chunk_size"]?.Constant is null);

    protected internal override object? Prepare(CallSite call)
    {
        if (call.ConstantOf("chunk_size") is { IsInteger: true, Integer: < 1 })
        {
            call.Error(403, TooSmall, "chunk_size");
        }
        return null;
    }

    protected internal override Value Call(in Arguments arguments)
    {
        if (arguments[1].Integer < 1)
        {
            return Value.Fail(TooSmall);
        }
        var rest = arguments[0].Bytes.Memory;
        var size = (int)Math.Min(arguments[1].Integer, int.MaxValue);
        var pieces = new VrlArray();
        while (rest.Length > size)
        {
            pieces.Add(Value.From(rest[..size]));
            rest = rest[size..];
        }
        if (!rest.IsEmpty)
        {
            pieces.Add(Value.From(rest));
        }
        return Value.From(pieces);
    }
}
