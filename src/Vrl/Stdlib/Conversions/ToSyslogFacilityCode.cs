using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Conversions;

internal sealed class ToSyslogFacilityCode : Function
{
    public override Signature Signature { get; } =
        new(
            "to_syslog_facility_code",
            "Convert",
            "The code of a syslog facility by its name.",
            new TypeDef(Kind.Integer).Fallible(),
            new Parameter("value", Kinds.Bytes, "The name.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A name", """to_syslog_facility_code!("authpriv")""", "10"),
        new(
            "No name",
            """to_syslog_facility_code!("foobar")""",
            null,
            "syslog facility 'foobar' not valid"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var name = arguments[0].Text;
        var code = Array.IndexOf(SyslogNames.Facilities, name);
        return code >= 0 ? (long)code : Value.Fail($"syslog facility '{name}' not valid");
    }
}
