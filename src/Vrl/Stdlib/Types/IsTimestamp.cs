using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IsTimestamp()
    : TypePredicate(
        "is_timestamp",
        Kinds.Timestamp,
        "a timestamp",
        [
            new("It is", "is_timestamp(t'2021-02-11T15:00:00Z')", "true"),
            new("It is not", """is_timestamp("2021-02-11T15:00:00Z")""", "false"),
        ]
    );
