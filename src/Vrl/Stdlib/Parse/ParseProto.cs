using Freshet.Vrl.Protobuf;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

internal sealed class ParseProto : Function
{
    private static readonly Signature Declared = new(
        "parse_proto",
        "Parse",
        "Reads a message of protocol buffers. Its type is found in a descriptor set, as protoc -o writes it.",
        Kind.Json.Without(Kinds.Undefined),
        new Parameter("value", Kinds.Bytes, "The message."),
        new Parameter("desc_file", Kinds.Bytes, "The descriptor set's file.")
        {
            Form = ArgumentForm.Static,
        },
        new Parameter("message_type", Kinds.Bytes, "The full name of the message's type.")
        {
            Form = ArgumentForm.Static,
        }
    )
    {
        IsOptIn = true,
    };

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Read a message",
            """parse_proto!(decode_base64!("Cgdzb21lb25lIggKBjEyMzQ1Ng=="), "person.desc", "test.Person")""",
            """{"name": "someone", "phones": [{"number": "123456"}]}"""
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        new TypeDef(Declared.Returns.Kind).Fallible();

    protected internal override object? Prepare(CallSite call) =>
        ProtoMessages.Find(call, Declared.Name);

    protected internal override Value Call(in Arguments arguments) =>
        ProtoDecoder.Decode((ProtoMessage)arguments.Prepared!, arguments[0].Bytes.Span);
}
