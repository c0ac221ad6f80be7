using System.Runtime.InteropServices;

namespace Freshet.Vrl.Stdlib.Parse.Cbor;

/// <summary>The beginning of an item.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CborHead(CborType Type, ulong Argument, int Information)
{
    public bool IsIndefinite => Information == 31;

    /// <summary>Of a simple value, which one it is.</summary>
    public int Simple => Information == 24 ? (int)Argument : Information;

    /// <summary>Of a simple value that is a float, that.</summary>
    public double? Float =>
        Information switch
        {
            25 => (double)BitConverter.UInt16BitsToHalf((ushort)Argument),
            26 => BitConverter.UInt32BitsToSingle((uint)Argument),
            27 => BitConverter.UInt64BitsToDouble(Argument),
            _ => null,
        };
}
