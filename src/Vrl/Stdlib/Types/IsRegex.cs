using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IsRegex()
    : TypePredicate(
        "is_regex",
        Kinds.Regex,
        "a regular expression",
        [new("It is", "is_regex(r'a+')", "true"), new("It is not", """is_regex("a+")""", "false")]
    );
