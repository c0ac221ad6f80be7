using System.Buffers;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IsJson : Function
{
    private static readonly SearchValues<byte> White = SearchValues.Create(" \t\r\n"u8);

    public override Signature Signature { get; } =
        new(
            "is_json",
            "Type",
            "Whether a string is JSON, and of one kind if that is asked for.",
            Kind.Boolean,
            new Parameter("value", Kinds.Bytes, "The string."),
            Parameter.Optional("variant", Kinds.Bytes, "The kind of JSON that it must be.") with
            {
                Variants = ["object", "array", "string", "number", "bool", "null"],
            }
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("An object", """is_json("{}")""", "true"),
        new("No JSON", """is_json("}{")""", "false"),
        new("JSON of a kind", """is_json(" [1]", variant: "array")""", "true"),
        new("JSON of another kind", """is_json("true", variant: "number")""", "false"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Bytes.Span;
        if (!JsonSyntax.Holds(text))
        {
            return false;
        }
        return arguments[1].IsMissing || arguments[1].Text == KindOf(text);
    }

    private static string KindOf(ReadOnlySpan<byte> json) =>
        json[json.IndexOfAnyExcept(White)] switch
        {
            (byte)'{' => "object",
            (byte)'[' => "array",
            (byte)'"' => "string",
            (byte)'t' or (byte)'f' => "bool",
            (byte)'n' => "null",
            _ => "number",
        };
}
