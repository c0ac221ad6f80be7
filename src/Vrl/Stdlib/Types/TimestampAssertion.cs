using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class TimestampAssertion()
    : TypeAssertion(
        "timestamp",
        Kinds.Timestamp,
        "a",
        [
            new(
                "What is a timestamp stays as it is",
                "timestamp(t'2021-02-11T15:00:00Z')",
                "\"2021-02-11T15:00:00Z\""
            ),
            new("Anything else fails", "timestamp!(.text)", null, "expected timestamp, got string")
            {
                Event = Sample,
            },
        ]
    );
