using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodeJson : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_json",
            "Codec",
            "Writes any value as JSON: without spaces, keys in order. Timestamps are RFC 3339, regexes their patterns, bytes that are no UTF-8 U+FFFD.",
            Kind.Bytes,
            new Parameter("value", Kinds.Any, "The value to write."),
            Parameter.Optional(
                "pretty",
                Kinds.Boolean,
                false,
                "Whether it is written over several lines."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "An object",
            """encode_json({"field": "value", "another": [1,2,3]})""",
            "\"{\\\"another\\\":[1,2,3],\\\"field\\\":\\\"value\\\"}\""
        ),
        new(
            "Over several lines",
            """encode_json({"field": "value", "another": [1]}, pretty: true)""",
            "\"{\\n  \\\"another\\\": [\\n    1\\n  ],\\n  \\\"field\\\": \\\"value\\\"\\n}\""
        ),
        new("A float keeps its point", "encode_json([1.0, null, true])", "\"[1.0,null,true]\""),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        VrlJson.Write(arguments[0], pretty: arguments[1].Boolean);
}
