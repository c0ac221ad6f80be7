using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Debugging;

/// <summary><c>log</c>: each call in a program has a limit of its own, so that one in a hurry does not drown the others.</summary>
internal sealed class Log : Function
{
    public override Signature Signature { get; } =
        new(
            "log",
            "Debug",
            "Hands a value to the host's log. Of what one call says within the limit's seconds, only the first is logged.",
            Kind.Null,
            new Parameter("value", Kinds.Any, "The value."),
            Parameter.Optional("level", Kinds.Bytes, "info", "The level of the entry.") with
            {
                Variants = ["trace", "debug", "info", "warn", "error"],
            },
            Parameter.Optional(
                "rate_limit_secs",
                Kinds.Integer,
                1,
                "The limit in seconds; 0 for none."
            )
        )
        {
            IsPure = false,
        };

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("At the level info", """log("hello")""", "null"),
        new("At a level", """log({ "a": 1 }, level: "warn", rate_limit_secs: 60)""", "null"),
    ];

    protected internal override object? Prepare(CallSite call) => new LastEntry();

    protected internal override Value Call(in Arguments arguments)
    {
        var seconds = Math.Max(0, arguments[2].Integer);
        if (arguments.Prepared is not LastEntry last || last.MayFollow(arguments.Run.Time, seconds))
        {
            var value = arguments[0];
            arguments.Run.Host.Log(
                arguments[1].Text,
                value.IsBytes ? value.Text : DisplayText.Of(value)
            );
        }
        return Value.Null;
    }

    /// <summary>When a call logged last; used by many threads.</summary>
    private sealed class LastEntry
    {
        private long at = long.MinValue;

        public bool MayFollow(TimeProvider time, long seconds)
        {
            var now = time.GetTimestamp();
            var before = Volatile.Read(ref at);
            var isEarly =
                before != long.MinValue && time.GetElapsedTime(before, now).TotalSeconds < seconds;
            return !isEarly && Interlocked.CompareExchange(ref at, now, before) == before;
        }
    }
}
