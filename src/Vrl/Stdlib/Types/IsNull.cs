using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IsNull()
    : TypePredicate(
        "is_null",
        Kinds.Null,
        "null",
        [new("It is", "is_null(null)", "true"), new("It is not", "is_null(0)", "false")]
    );
