using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IsString()
    : TypePredicate(
        "is_string",
        Kinds.Bytes,
        "a string",
        [new("It is", """is_string("a")""", "true"), new("It is not", "is_string(1)", "false")]
    );
