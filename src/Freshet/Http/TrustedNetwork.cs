using System.Net;
using System.Net.Sockets;
using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Http;

/// <summary>An address or a network, <c>10.0.0.0/8</c> or <c>::1</c>, that may say for whom it speaks.</summary>
internal sealed class TrustedNetwork : IReadFromToml<TrustedNetwork>
{
    private const string Hint = "write an address or a network, such as 10.0.0.0/8 or ::1";

    private const int MappedBits = 96;

    private TrustedNetwork(IPNetwork value) => Value = value;

    public static string Shape => "address or network";

    public IPNetwork Value { get; }

    public static TrustedNetwork? Read(TomlValue value, OptionsReader reader)
    {
        if (reader.ReadText(value, "a trusted proxy") is not { } text)
        {
            return null;
        }
        var slash = text.IndexOf('/');
        if (!TryParseAddress(slash < 0 ? text : text[..slash], out var address))
        {
            reader.Error(value.Location, "this is neither an address nor a network", Hint);
            return null;
        }
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var length = bits;
        if (slash >= 0 && (!TryParseLength(text[(slash + 1)..], out length) || length > bits))
        {
            reader.Error(
                value.Location,
                $"the network's length is a number from 0 to {bits}",
                Hint
            );
            return null;
        }
        if (address.IsIPv4MappedToIPv6 && length >= MappedBits)
        {
            // Clients of IPv4 are looked for among networks of IPv4, however the system writes them.
            (address, length) = (address.MapToIPv4(), length - MappedBits);
        }
        var network = Masked(address, length);
        if (!network.BaseAddress.Equals(address))
        {
            reader.Error(
                value.Location,
                "the address has bits behind the network's length",
                $"write {network} for the network, or {address} for this address alone"
            );
            return null;
        }
        if (length == 0)
        {
            reader.Warn(
                value.Location,
                "every address is trusted, so whoever reaches this server can claim to be anyone",
                "name the proxies' own networks"
            );
        }
        return new(network);
    }

    /// <summary>Only the usual forms: <see cref="IPAddress.TryParse(string?, out IPAddress?)"/> takes <c>10.1</c>, brackets and ports too.</summary>
    private static bool TryParseAddress(string text, out IPAddress address) =>
        IPAddress.TryParse(text, out address!)
        && (
            address.AddressFamily == AddressFamily.InterNetwork
                ? address.ToString() == text
                : !text.AsSpan().ContainsAny('[', '%')
        );

    private static bool TryParseLength(string text, out int length)
    {
        length = 0;
        return text.Length is > 0 and <= 3
            && text.All(char.IsAsciiDigit)
            && int.TryParse(text, out length);
    }

    private static IPNetwork Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xff00 >> kept);
        }
        return new(new IPAddress(bytes), length);
    }
}
