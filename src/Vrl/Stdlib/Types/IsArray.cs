using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IsArray()
    : TypePredicate(
        "is_array",
        Kinds.Array,
        "an array",
        [new("It is", "is_array([1, 2])", "true"), new("It is not", "is_array({})", "false")]
    );
