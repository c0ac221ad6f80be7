using System.Text;
using Freshet.Vrl.Diagnostics;

namespace Freshet.Vrl.Compilation;

/// <summary>Cuts source by places, which count bytes of UTF-8.</summary>
internal static class SourceSlice
{
    public static string Of(string source, Span span)
    {
        var bytes = Encoding.UTF8.GetBytes(source);
        var start = Math.Clamp(span.Start, 0, bytes.Length);
        var end = Math.Clamp(span.End, start, bytes.Length);
        return Encoding.UTF8.GetString(bytes, start, end - start);
    }
}
