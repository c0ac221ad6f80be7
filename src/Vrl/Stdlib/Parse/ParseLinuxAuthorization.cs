using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Parse.Logs;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_linux_authorization</c></summary>
internal sealed class ParseLinuxAuthorization : Function
{
    private static readonly Signature signature = new(
        "parse_linux_authorization",
        "Parse",
        "Reads a line of the authorization log of Linux, /var/log/auth.log or /var/log/secure: as parse_syslog does.",
        ParseSyslog.Result,
        new Parameter("value", Kinds.Bytes, "The message.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A line is read",
            """parse_linux_authorization!("Mar 23 2020 01:49:58 localhost sshd[1111]: Accepted publickey for eng")""",
            """{"appname": "sshd", "hostname": "localhost", "message": "Accepted publickey for eng", "procid": 1111, "timestamp": "2020-03-23T01:49:58Z"}"""
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        SyslogReader.Read(arguments[0].Text, arguments.Run.TimeZone, arguments.Run.Now());
}
