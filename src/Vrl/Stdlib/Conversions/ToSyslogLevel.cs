using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Conversions;

internal sealed class ToSyslogLevel : Function
{
    public override Signature Signature { get; } =
        new(
            "to_syslog_level",
            "Convert",
            "The name of a syslog severity by its code.",
            new TypeDef(Kind.Bytes).Fallible(),
            new Parameter("value", Kinds.Integer, "The code, 0 to 7.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A code", "to_syslog_level!(5)", "\"notice\""),
        new("No code", "to_syslog_level!(500)", null, "severity level 500 not valid"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var code = arguments[0].Integer;
        return code >= 0 && code < SyslogNames.Levels.Length
            ? SyslogNames.Levels[code]
            : Value.Fail($"severity level {code} not valid");
    }
}
