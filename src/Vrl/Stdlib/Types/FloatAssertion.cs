using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class FloatAssertion()
    : TypeAssertion(
        "float",
        Kinds.Float,
        "a",
        [
            new("What is a float stays as it is", "float!(.half)", "0.5") { Event = Sample },
            new("Anything else fails", "float!(.number)", null, "expected float, got integer")
            {
                Event = Sample,
            },
        ]
    );
