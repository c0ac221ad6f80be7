using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IsBoolean()
    : TypePredicate(
        "is_boolean",
        Kinds.Boolean,
        "a boolean",
        [new("It is", "is_boolean(false)", "true"), new("It is not", "is_boolean(0)", "false")]
    );
