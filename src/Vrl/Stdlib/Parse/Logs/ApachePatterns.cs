namespace Freshet.Vrl.Stdlib.Parse.Logs;

/// <summary>The lines of Apache's logs. What is not known is a dash there.</summary>
internal static class ApachePatterns
{
    private const string Request =
        @"(-|""(-|(\s*(?<message>((?<method>\w+)\s+(?<path>[\s\S]*?)\s+(?<protocol>[\s\S]*?)\s*|[\s\S]*?))\s*))"")";

    private const string CommonStart =
        @"^\s*(-|(?<host>.*?))\s+(-|(?<identity>.*?))\s+(-|(?<user>.*?))\s+(-|\[(-|(?<timestamp>[^\[]*))\])\s+"
        + Request
        + @"\s+(-|(?<status>\d+))\s+(-|(?<size>\d+))";

    /// <summary>https://httpd.apache.org/docs/current/logs.html#common</summary>
    public static LogPattern Common { get; } = new(CommonStart, @"\s*$");

    /// <summary>https://httpd.apache.org/docs/current/logs.html#combined; what follows the agent does not count.</summary>
    public static LogPattern Combined { get; } =
        new(
            CommonStart,
            @"\s+(-|""(-|(\s*(?<referrer>[\s\S]*?)"")))",
            @"\s+(-|""(-|(\s*(?<agent>[\s\S]*?)"")))"
        );

    /// <summary>The format of the error log as load generators write it.</summary>
    public static LogPattern Error { get; } =
        new(
            @"^\s*(-|\[(-|(?<timestamp>[^\[]*))\])",
            @"\s+(-|\[(-|(?<module>[^:]*):(?<severity>[^\[]*))\])",
            @"\s+(-|\[\s*pid\s*(-|(?<pid>[^:]*)(:\s*tid\s*(?<thread>[^\[]*))?)\])",
            @"\s(-|\[\s*client\s*(-|(?<client>.*:?):(?<port>[^\[]*))\])",
            @"\s(-|(?<message>.*))\s*$"
        );

    /// <summary>The error log of servers with threads: https://httpd.apache.org/docs/current/mod/core.html#errorlogformat</summary>
    public static LogPattern ThreadedError { get; } =
        new(
            @"^\s*\[(?<timestamp>[^\]]+)\]",
            @"\s+\[(-|(?<module>[^:]+)):(?<severity>[^\]]+)\]",
            @"\s+\[pid\s+(?<pid>\d+)(:tid\s+(?<thread>\d+))?\]\s+",
            @"(?<message1>[^\[]*?:\s+([^\[]*?:\s+)?)?",
            @"(\[client\s+(?<client>.+?):(?<port>\d+)\]\s+)?",
            @"(?<message2>.*)(, referer .*)?\s*$"
        );
}
