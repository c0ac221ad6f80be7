using Freshet.Vrl.Protobuf;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodeProto : Function
{
    private static readonly Signature Declared = new(
        "encode_proto",
        "Codec",
        "Writes an object as a message of protocol buffers. Its type is found in a descriptor set, as protoc -o writes it.",
        new TypeDef(Kind.Bytes, IsFallible: true),
        new Parameter("value", Kinds.Any, "The object."),
        new Parameter("desc_file", Kinds.Bytes, "The descriptor set's file.")
        {
            Form = ArgumentForm.Static,
        },
        new Parameter("message_type", Kinds.Bytes, "The full name of the message's type.")
        {
            Form = ArgumentForm.Static,
        },
        Parameter.Optional(
            "allow_lossy_string_coercion",
            Kinds.Boolean,
            true,
            "Whether booleans, numbers and timestamps become texts where the type has a text; without they are an error."
        )
    )
    {
        IsOptIn = true,
    };

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Write a message",
            """encode_base64(encode_proto!({"name": "someone", "phones": [{"number": "123456"}]}, "person.desc", "test.Person"))""",
            "\"Cgdzb21lb25lIggKBjEyMzQ1Ng==\""
        ),
        new(
            "A number becomes a text, where the type has one",
            """encode_base64(encode_proto!({"name": 42}, "person.desc", "test.Person"))""",
            "\"CgI0Mg==\""
        ),
        new(
            "Unless that is not wanted",
            """encode_proto!({"name": 42}, "person.desc", "test.Person", allow_lossy_string_coercion: false)""",
            null,
            "Error converting name field: Cannot encode `integer` into protobuf `String`"
        ),
    ];

    protected internal override object? Prepare(CallSite call) =>
        ProtoMessages.Find(call, Declared.Name);

    protected internal override Value Call(in Arguments arguments) =>
        ProtoEncoder.Encode(
            (ProtoMessage)arguments.Prepared!,
            arguments[0],
            makesText: arguments[3] is not { IsBoolean: true, Boolean: false }
        );
}
