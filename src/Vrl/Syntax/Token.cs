using System.Runtime.InteropServices;
using Freshet.Vrl.Diagnostics;

namespace Freshet.Vrl.Syntax;

/// <summary>A word of the source.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands, quotes and all.</param>
/// <param name="Bits">An integer's value, or the bits of a float's; else 0.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Token(TokenKind Kind, Span Span, long Bits = 0)
{
    public long Integer => Bits;

    public double Float => BitConverter.Int64BitsToDouble(Bits);
}
