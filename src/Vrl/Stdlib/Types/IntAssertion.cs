using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IntAssertion()
    : TypeAssertion(
        "int",
        Kinds.Integer,
        "an",
        [
            new("What is an int stays as it is", "int!(.number)", "42") { Event = Sample },
            new("Anything else fails", "int!(.text)", null, "expected integer, got string")
            {
                Event = Sample,
            },
        ]
    );
