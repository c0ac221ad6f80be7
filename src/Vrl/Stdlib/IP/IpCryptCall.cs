using Freshet.Vrl.Network;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.IP;

/// <summary>What the calls of <c>encrypt_ip</c> and <c>decrypt_ip</c> share.</summary>
internal static class IpCryptCall
{
    private const int KeySize = 16;

    internal delegate IpAddress Step(IpAddress address, ReadOnlySpan<byte> key);

    /// <param name="arguments">Address, key and mode.</param>
    /// <param name="whole">What the mode <c>aes128</c> does.</param>
    /// <param name="prefix">What the mode <c>pfx</c> does.</param>
    public static Value Run(in Arguments arguments, Step whole, Step prefix)
    {
        if (!IpAddress.TryParse(arguments[0].Text, out var address))
        {
            return Value.Fail("unable to parse IP address: " + IpAddress.SyntaxError);
        }
        var key = arguments[1].Bytes.Span;
        var mode = arguments[2].Text;
        if (mode is not ("aes128" or "pfx"))
        {
            return Value.Fail($"Invalid mode '{mode}'. Must be 'aes128' or 'pfx'");
        }
        var isPrefix = mode == "pfx";
        var size = isPrefix ? 2 * KeySize : KeySize;
        if (key.Length != size)
        {
            return Value.Fail(
                $"{mode} mode requires a {size}-byte key for {(address.IsV4 ? "IPv4" : "IPv6")}"
            );
        }
        if (isPrefix && key[..KeySize].SequenceEqual(key[KeySize..]))
        {
            // Both keys would turn alike, and nothing would be encrypted.
            return Value.Fail("pfx mode requires a key whose halves differ");
        }
        return (isPrefix ? prefix : whole)(address, key).ToString();
    }
}
