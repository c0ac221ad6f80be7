using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Conversions;

internal sealed class ToSyslogSeverity : Function
{
    public override Signature Signature { get; } =
        new(
            "to_syslog_severity",
            "Convert",
            "The code of a syslog severity by its name; panic, error and warn are known too.",
            new TypeDef(Kind.Integer).Fallible(),
            new Parameter("value", Kinds.Bytes, "The name.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A name", """to_syslog_severity!("alert")""", "1"),
        new("An older name", """to_syslog_severity!("error")""", "3"),
        new("No name", """to_syslog_severity!("foobar")""", null, "syslog level foobar not valid"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var name = arguments[0].Text;
        var code = name switch
        {
            "panic" => 0,
            "error" => 3,
            "warn" => 4,
            _ => Array.IndexOf(SyslogNames.Levels, name),
        };
        return code >= 0 ? (long)code : Value.Fail($"syslog level {name} not valid");
    }
}
