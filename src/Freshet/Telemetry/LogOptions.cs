namespace Freshet.Telemetry;

/// <summary><c>[log]</c>: what the process writes to standard error.</summary>
internal sealed class LogOptions
{
    /// <summary>
    /// Which entries are written, such as <c>info,Freshet.Sinks.Sse=debug</c>. <c>--log</c> and <c>FRESHET_LOG</c> win over it.
    /// </summary>
    public string? Filter { get; set; }

    /// <summary><c>text</c> for people, <c>json</c> for programs: one object a line.</summary>
    public LogFormat Format { get; set; } = LogFormat.Text;
}
