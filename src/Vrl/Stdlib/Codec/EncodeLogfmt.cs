using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodeLogfmt : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_logfmt",
            "Codec",
            "Writes an object as logfmt: pairs of key and value, what is true as its key alone.",
            Kind.Bytes,
            new Parameter("value", Kinds.Object, "The object to write."),
            Parameter.Optional(
                "fields_ordering",
                Kinds.Array,
                EmptyOrder,
                "The fields that come first, by their keys; the others follow in the order of theirs."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Pairs come in the order of their keys",
            """encode_logfmt({"msg": "This is a message", "lvl": "info", "ok": true})""",
            "\"lvl=info msg=\\\"This is a message\\\" ok\""
        ),
        new(
            "Some fields come first",
            """encode_logfmt!({"ts": 1, "msg": "a", "lvl": "info"}, ["ts", "lvl"])""",
            "\"ts=1 lvl=info msg=a\""
        ),
        new(
            "Keys are joined by points",
            """encode_logfmt({"agent": {"name": "foo"}, "event": "log"})""",
            "\"agent.name=foo event=log\""
        ),
    ];

    private static Value EmptyOrder => Value.From(new VrlArray());

    /// <summary>A call that gives an order may fail: it may have what is no key.</summary>
    protected internal override TypeDef TypeOf(CallSite call) =>
        Signature.Returns.FallibleIf(call["fields_ordering"] is not null);

    protected internal override Value Call(in Arguments arguments) =>
        KeyValueText.Write(
            arguments[0].Object,
            arguments[1].Array,
            "=",
            " ",
            flattensBooleans: true
        );
}
