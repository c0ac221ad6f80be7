using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IsObject()
    : TypePredicate(
        "is_object",
        Kinds.Object,
        "an object",
        [new("It is", "is_object({})", "true"), new("It is not", "is_object([])", "false")]
    );
