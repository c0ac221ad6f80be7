using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IsFloat()
    : TypePredicate(
        "is_float",
        Kinds.Float,
        "a float",
        [new("It is", "is_float(0.5)", "true"), new("It is not", "is_float(1)", "false")]
    );
