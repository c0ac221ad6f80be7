using System.Runtime.InteropServices;

namespace Freshet.Vrl.Diagnostics;

/// <summary>A piece of a program's source, in bytes of its UTF-8: from <paramref name="Start"/> up to <paramref name="End"/>, which is not part of it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Span(int Start, int End)
{
    /// <summary>From the start of this to the end of the other.</summary>
    public Span To(Span other) => new(Start, other.End);
}
