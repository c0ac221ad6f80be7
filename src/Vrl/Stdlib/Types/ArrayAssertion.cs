using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class ArrayAssertion()
    : TypeAssertion(
        "array",
        Kinds.Array,
        "an",
        [
            new("What is an array stays as it is", "array!(.list)", "[1,2]") { Event = Sample },
            new("Anything else fails", "array!(.text)", null, "expected array, got string")
            {
                Event = Sample,
            },
        ]
    );
