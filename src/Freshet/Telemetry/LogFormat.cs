namespace Freshet.Telemetry;

/// <summary>How log entries are written.</summary>
internal enum LogFormat
{
    /// <summary>For people: <c>2026-01-02T03:04:05.678Z info Freshet.Sinks.Sse  message key=value</c>.</summary>
    Text,

    /// <summary>For programs: one JSON object a line.</summary>
    Json,
}
