using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Slice : Function
{
    public override Signature Signature { get; } =
        new(
            "slice",
            "String",
            "Gives a part of a text or an array. Places in a text are bytes; negative ones count from the end.",
            new TypeDef(Kind.Of(Kinds.Bytes | Kinds.Array)).Fallible(),
            new Parameter("value", Kinds.Bytes | Kinds.Array, "The text or array."),
            new Parameter("start", Kinds.Integer, "Where the part begins."),
            Parameter.Optional(
                "end",
                Kinds.Integer,
                "Where the part ends; what is there is not part of it. The end of the whole by default, and where it is beyond."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Count from the end",
            """slice!("Supercalifragilisticexpialidocious", start: -7)""",
            "\"docious\""
        ),
        new(
            "From one place up to another",
            """slice!("Supercalifragilisticexpialidocious", start: 5, end: 9)""",
            "\"cali\""
        ),
        new("A part of an array", "slice!([0, 1, 2], 1)", "[1, 2]"),
        new(
            "It must begin inside",
            """slice!("foo", 4)""",
            null,
            "\"start\" must be between \"-3\" and \"3\""
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call)
    {
        var kind = call.KindOf("value");
        if (kind.IsOnly(Kinds.Bytes))
        {
            return new TypeDef(Kind.Bytes).Fallible();
        }
        if (!kind.IsOnly(Kinds.Array))
        {
            return Signature.Returns;
        }
        // Elements move, so that what is known of each may be wrong then: upstream has it so, and kinds are looked at again in each run.
        return new TypeDef(kind).Fallible();
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var value = arguments[0];
        long length = value.IsArray ? value.Array.Count : value.Bytes.Length;
        var start = FromEnd(arguments[1].Integer, length);
        var end = arguments[2].IsMissing ? length : FromEnd(arguments[2].Integer, length);
        if (start < 0 || start > length)
        {
            return Value.Fail($"\"start\" must be between \"{-length}\" and \"{length}\"");
        }
        if (end < start)
        {
            return Value.Fail("\"end\" must be greater or equal to \"start\"");
        }
        var part = (int)start..(int)Math.Min(end, length);
        return value.IsArray ? Part(value.Array, part) : Value.From(value.Bytes.Memory[part]);
    }

    private static long FromEnd(long place, long length) => place < 0 ? place + length : place;

    private static Value Part(VrlArray array, Range part)
    {
        var (start, count) = part.GetOffsetAndLength(array.Count);
        var items = new VrlArray(count);
        for (var i = start; i < start + count; i++)
        {
            items.Add(array[i]);
        }
        return Value.From(items);
    }
}
