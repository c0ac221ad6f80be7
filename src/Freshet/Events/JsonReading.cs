using System.Runtime.InteropServices;

namespace Freshet.Events;

/// <summary>What came of reading a text as JSON: the JSON, or why it is none.</summary>
/// <param name="Json">UTF-8 JSON without insignificant white space; empty where there is a fault.</param>
/// <param name="Fault">What is wrong; null where nothing is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonReading(ReadOnlyMemory<byte> Json, EventFault? Fault)
{
    public static JsonReading Failed(EventFault fault) => new(default, fault);
}
