using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IsInteger()
    : TypePredicate(
        "is_integer",
        Kinds.Integer,
        "an integer",
        [new("It is", "is_integer(1)", "true"), new("It is not", "is_integer(1.0)", "false")]
    );
