using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class ObjectAssertion()
    : TypeAssertion(
        "object",
        Kinds.Object,
        "an",
        [
            new("What is an object stays as it is", "object!(.map)", """{"a": 1}""")
            {
                Event = Sample,
            },
            new(
                "Anything else fails",
                "object!(.list)",
                null,
                "expected object, got [integer, integer]"
            )
            {
                Event = Sample,
            },
        ]
    );
