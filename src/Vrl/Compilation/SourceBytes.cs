using System.Text;
using Freshet.Vrl.Diagnostics;

namespace Freshet.Vrl.Compilation;

/// <summary>Cuts pieces out of a program's source for messages: places count bytes of UTF-8.</summary>
internal sealed class SourceBytes(string source)
{
    private readonly byte[] bytes = Encoding.UTF8.GetBytes(source);

    public string this[Span span]
    {
        get
        {
            var start = Math.Clamp(span.Start, 0, bytes.Length);
            var end = Math.Clamp(span.End, start, bytes.Length);
            return Encoding.UTF8.GetString(bytes, start, end - start);
        }
    }
}
