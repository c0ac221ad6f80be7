using Freshet.Pipelines;

namespace Freshet.Sinks.Debug;

/// <summary>How events are shown.</summary>
internal enum DebugFormat
{
    /// <summary>A line that names the event, and its parts as indented JSON.</summary>
    Pretty,

    /// <summary>One JSON object a line.</summary>
    Json,
}

/// <summary>
/// Writes each event to standard output, for people or for the next program of a pipe: <c>{"metadata": {…}, "headers": {…}, "body": …}</c>. The log goes to standard
/// error. Characters that would move a terminal's cursor or reorder text are written as JSON escapes.
/// </summary>
internal sealed class DebugOptions : BatchOptions
{
    /// <summary><c>"pretty"</c> or <c>"json"</c>, one line an event. By default pretty on a terminal, and else JSON.</summary>
    public DebugFormat? Format { get; set; }
}
