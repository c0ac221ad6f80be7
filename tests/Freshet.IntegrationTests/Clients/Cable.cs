using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Freshet.IntegrationTests.Clients;

/// <summary>What lies between a client and everybody else.</summary>
internal static class Cable
{
    private const int SolSocket = 1;
    private const int SoAttachFilter = 26;

    /// <summary>One instruction of Linux's socket filters, BPF_RET | BPF_K: to keep no byte.</summary>
    private static readonly ulong[] DropAll = GC.AllocateArray<ulong>(1, pinned: true);

    static Cable() => DropAll[0] = 0x06;

    /// <summary>
    /// Whatever comes to the socket from now on is dropped before its kernel has seen, let alone acknowledged it: as if the cable had been pulled. What the other
    /// side is told is nothing at all.
    /// </summary>
    public static void Pull(Socket socket)
    {
        var program = Marshal.UnsafeAddrOfPinnedArrayElement(DropAll, 0);
        ReadOnlySpan<nint> filter = [DropAll.Length, program];
        socket.SetRawSocketOption(SolSocket, SoAttachFilter, MemoryMarshal.AsBytes(filter));
    }
}
