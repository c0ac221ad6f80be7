using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Conversions;

internal sealed class ToSyslogFacility : Function
{
    public override Signature Signature { get; } =
        new(
            "to_syslog_facility",
            "Convert",
            "The name of a syslog facility by its code.",
            new TypeDef(Kind.Bytes).Fallible(),
            new Parameter("value", Kinds.Integer, "The code, 0 to 23.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A code", "to_syslog_facility!(4)", "\"auth\""),
        new("No code", "to_syslog_facility!(500)", null, "facility code 500 not valid"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var code = arguments[0].Integer;
        return code >= 0 && code < SyslogNames.Facilities.Length
            ? SyslogNames.Facilities[code]
            : Value.Fail($"facility code {code} not valid");
    }
}
