using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class StringAssertion()
    : TypeAssertion(
        "string",
        Kinds.Bytes,
        "a",
        [
            new("What is a string stays as it is", "string!(.text)", "\"x\"") { Event = Sample },
            new("Anything else fails", "string!(.number)", null, "expected string, got integer")
            {
                Event = Sample,
            },
        ]
    );
