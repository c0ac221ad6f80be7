using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Freshet.Http.RateLimiting;

/// <summary>
/// What counts as one client: an IPv4 address, also where it is mapped to IPv6 (RFC 4291, section 2.5.5.2), or the network of an IPv6
/// address, its first 64 bits: a host may take any of the addresses in it (RFC 8981).
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClientNetwork(bool IsIPv6, ulong Bits)
{
    /// <summary>The client of an address; all that have none are one.</summary>
    public static ClientNetwork Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new(true, BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : new(false, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }

    /// <summary>Not to be foreseen from outside: who has many networks could choose them so that all have the same.</summary>
    public override int GetHashCode() => HashCode.Combine(IsIPv6, Bits);
}
