using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodeKeyValue : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_key_value",
            "Codec",
            "Writes an object as pairs of key and value. Keys of what is inside of it are joined by points.",
            Kind.Bytes,
            new Parameter("value", Kinds.Object, "The object to write."),
            Parameter.Optional(
                "fields_ordering",
                Kinds.Array,
                EmptyOrder,
                "The fields that come first, by their keys; the others follow in the order of theirs."
            ),
            Parameter.Optional(
                "key_value_delimiter",
                Kinds.Bytes,
                "=",
                "What is between key and value."
            ),
            Parameter.Optional("field_delimiter", Kinds.Bytes, " ", "What is between pairs."),
            Parameter.Optional(
                "flatten_boolean",
                Kinds.Boolean,
                false,
                "Whether what is true is written as its key alone, and what is false not at all."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Pairs come in the order of their keys, quoted where they have white space",
            """encode_key_value({"ts": "2021-06-05T17:20:00Z", "msg": "This is a message", "lvl": "info"})""",
            "\"lvl=info msg=\\\"This is a message\\\" ts=2021-06-05T17:20:00Z\""
        ),
        new(
            "Some fields come first",
            """encode_key_value!({"ts": 1, "msg": "a", "lvl": "info", "log_id": 12345}, ["ts", "lvl", "msg"])""",
            "\"ts=1 lvl=info msg=a log_id=12345\""
        ),
        new(
            "Keys are joined by points",
            """encode_key_value({"agent": {"name": "foo"}, "ip": [127, 1], "event": "log"})""",
            "\"agent.name=foo event=log ip.0=127 ip.1=1\""
        ),
        new(
            "Other delimiters",
            """encode_key_value({"msg": "a b", "lvl": "info"}, field_delimiter: ",", key_value_delimiter: ":")""",
            "\"lvl:info,msg:\\\"a b\\\"\""
        ),
        new(
            "Booleans as keys alone",
            """encode_key_value({"lvl": "info", "beta": true, "dropped": false}, flatten_boolean: true)""",
            "\"beta lvl=info\""
        ),
        new(
            "An order of other than keys fails",
            """encode_key_value!({"lvl": "info"}, ["lvl", 2])""",
            Result: null,
            "invalid field value type at index 1: expected string, got integer"
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
            arguments[2].Text,
            arguments[3].Text,
            flattensBooleans: arguments[4].Boolean
        );
}
