using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>The parameter <c>case_sensitive</c> of functions that compare texts.</summary>
internal static class CaseSensitivity
{
    public static Parameter Parameter { get; } =
        Parameter.Optional(
            "case_sensitive",
            Kinds.Boolean,
            true,
            "Whether upper and lower case differ."
        );

    /// <summary>The first two arguments, in lower case where the third says that case does not matter.</summary>
    public static (string Text, string Other) Texts(in Arguments arguments) =>
        arguments[2].Boolean
            ? (arguments[0].Text, arguments[1].Text)
            : (LetterCase.Lower(arguments[0].Text), LetterCase.Lower(arguments[1].Text));
}
