namespace Freshet.Vrl.Stdlib.Conversions;

/// <summary>The facilities and severities of syslog (RFC 5424, section 6.2.1) by their codes.</summary>
internal static class SyslogNames
{
    public static readonly string[] Facilities =
    [
        "kern",
        "user",
        "mail",
        "daemon",
        "auth",
        "syslog",
        "lpr",
        "news",
        "uucp",
        "cron",
        "authpriv",
        "ftp",
        "ntp",
        "security",
        "console",
        "solaris-cron",
        "local0",
        "local1",
        "local2",
        "local3",
        "local4",
        "local5",
        "local6",
        "local7",
    ];

    public static readonly string[] Levels =
    [
        "emerg",
        "alert",
        "crit",
        "err",
        "warning",
        "notice",
        "info",
        "debug",
    ];
}
