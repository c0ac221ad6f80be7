using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class StripAnsiEscapeCodes : Function
{
    public override Signature Signature { get; } =
        new(
            "strip_ansi_escape_codes",
            "String",
            "Takes what is meant for a terminal away: escape sequences, and control characters other than line feeds.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The text.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Take colours away",
            """strip_ansi_escape_codes("\u{1b}[46mfoo\u{1b}[0m bar")""",
            "\"foo bar\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        Encoding.UTF8.GetString(AnsiEscapes.Strip(arguments[0].Bytes.Span).Span);
}
