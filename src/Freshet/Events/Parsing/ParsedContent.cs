using System.Runtime.InteropServices;

namespace Freshet.Events.Parsing;

/// <summary>What came of parsing a text: the bodies of its events, or why there are none.</summary>
/// <param name="Bodies">Bodies of events, in the text's order, each JSON as <see cref="JsonText.Read"/> gives it; empty where there is a fault.</param>
/// <param name="Fault">What is wrong with the text; null where nothing is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ParsedContent(
    IReadOnlyList<ReadOnlyMemory<byte>> Bodies,
    EventFault? Fault = null
)
{
    public static ParsedContent Failed(EventFault fault) => new([], fault);

    /// <summary>One body, as it was read.</summary>
    public static ParsedContent Of(JsonReading reading) =>
        reading.Fault is { } fault ? Failed(fault) : new([reading.Json]);
}
