using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// What texts mean to a cloud: Azure's ids and enumerations are the same in any case, Google's resources have a long name, with a host, and a short one, AWS's
/// have an ARN and an id, and an IPv6 network is written in many ways. Any other text means what is written.
/// </summary>
internal static class TextMeaning
{
    /// <summary>Attributes of Azure's resources whose values are words of the API's own, which it takes in any case.</summary>
    private static readonly FrozenSet<string> words = FrozenSet.Create(
        StringComparer.Ordinal,
        "access",
        "access_tier",
        "default_action",
        "destination_address_prefix",
        "direction",
        "next_hop_type",
        "protocol",
        "size",
        "sku_name",
        "source_address_prefix",
        "storage_account_type",
        "vm_size"
    );

    /// <summary>Attributes whose values are for people to read, and mean what is written.</summary>
    private static readonly FrozenSet<string> prose = FrozenSet.Create(
        StringComparer.Ordinal,
        "comment",
        "description",
        "display_name",
        "title"
    );

    /// <summary>Whether two texts mean the same.</summary>
    /// <param name="provider">Whose they are.</param>
    /// <param name="attribute">The name of the attribute that has them.</param>
    /// <param name="one">One of them.</param>
    /// <param name="other">The other.</param>
    public static bool AreSame(CloudProvider provider, string attribute, string one, string other)
    {
        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            return true;
        }
        if (prose.Contains(attribute))
        {
            return false;
        }
        if (string.Equals(KeyOf(provider, one), KeyOf(provider, other), StringComparison.Ordinal))
        {
            return true;
        }
        return provider switch
        {
            CloudProvider.Azure => words.Contains(attribute)
                && provider.Comparer().Equals(one, other),
            CloudProvider.Gcp => Names(one, other) || Names(other, one),
            _ => IsArnOf(one, other) || IsArnOf(other, one),
        };
    }

    /// <summary>One text for all that mean the same by themselves.</summary>
    public static string KeyOf(CloudProvider provider, string text) =>
        provider switch
        {
            CloudProvider.Azure when text is ['/', ..] || Guid.TryParseExact(text, "D", out _) =>
                text.ToUpperInvariant(),
            CloudProvider.Gcp when IsLink(text) => text[
                text.IndexOf("projects/", StringComparison.Ordinal)..
            ],
            _ when text.AsSpan().Count(':') > 1 => NetworkKeyOf(text),
            _ => text,
        };

    /// <summary>
    /// One text for all that mean the same network: addresses in their shortest form (RFC 5952), without the bits that the prefix leaves out. Of no network,
    /// the text itself.
    /// </summary>
    public static string CidrKeyOf(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (
            slash < 0
            || !TryParseAddress(text.AsSpan(0, slash), out var address)
            || !byte.TryParse(text.AsSpan(slash + 1), out var length)
        )
        {
            return text;
        }
        var bytes = address.GetAddressBytes();
        if (length > bytes.Length * 8)
        {
            return text;
        }
        for (var bit = (int)length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }
        return $"{new IPAddress(bytes)}/{length}";
    }

    private static string NetworkKeyOf(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var end = slash < 0 ? text.Length : slash;
        return TryParseAddress(text.AsSpan(0, end), out var address)
            ? $"{address}{text.AsSpan(end)}"
            : text;
    }

    /// <summary>Only the usual forms: <c>10.1</c> is an address too for who parses them, and so are those with a zone or brackets.</summary>
    private static bool TryParseAddress(ReadOnlySpan<char> text, out IPAddress address) =>
        IPAddress.TryParse(text, out address!)
        && !text.ContainsAny('[', '%')
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count('.') == 3);

    /// <summary>A resource's full name at Google, with or without a host: <c>https://www.googleapis.com/compute/v1/projects/p/global/networks/n</c>.</summary>
    private static bool IsLink(string text) =>
        text.StartsWith("projects/", StringComparison.Ordinal)
        || (
            (
                text.StartsWith("https://", StringComparison.Ordinal)
                || text.StartsWith("//", StringComparison.Ordinal)
            )
            && text.Contains(".googleapis.com/", StringComparison.Ordinal)
            && text.Contains("/projects/", StringComparison.Ordinal)
        );

    /// <summary>Whether a short name, <c>n</c> or <c>global/networks/n</c>, is that of a full one.</summary>
    private static bool Names(string name, string link) =>
        name.Length > 0
        && IsLink(link)
        && !IsLink(name)
        && link.Length > name.Length
        && link.EndsWith(name, StringComparison.Ordinal)
        && link[^(name.Length + 1)] == '/';

    /// <summary>
    /// Whether an ARN's resource is that id: <c>…:key/ID</c> or <c>…:function:ID</c>. What is known by an alias may be another resource at each look.
    /// </summary>
    private static bool IsArnOf(string id, string arn)
    {
        // arn:partition:service:region:account:resource
        Span<Range> parts = stackalloc Range[6];
        if (
            id.Length == 0
            || !arn.StartsWith("arn:", StringComparison.Ordinal)
            || id.StartsWith("arn:", StringComparison.Ordinal)
            || arn.AsSpan().Split(parts, ':') < parts.Length
        )
        {
            return false;
        }
        var resource = arn.AsSpan(parts[^1]);
        if (resource.SequenceEqual(id))
        {
            return true;
        }
        var start = resource.Length - id.Length;
        return start > 0
            && resource.EndsWith(id)
            && resource[start - 1] is '/' or ':'
            && !resource.StartsWith("alias/")
            && (resource[start - 1] == '/' || resource.Count(':') == 1);
    }
}
