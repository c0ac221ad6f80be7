using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class BoolAssertion()
    : TypeAssertion(
        "bool",
        Kinds.Boolean,
        "a",
        [
            new("What is a bool stays as it is", "bool!(.yes)", "true") { Event = Sample },
            new("Anything else fails", "bool!(.text)", null, "expected boolean, got string")
            {
                Event = Sample,
            },
        ]
    );
