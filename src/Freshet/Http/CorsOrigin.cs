using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Http;

/// <summary>An origin (RFC 6454, section 6.2) as browsers write it, <c>scheme://host[:port]</c>, or <c>*</c> for every one.</summary>
internal sealed class CorsOrigin : IReadFromToml<CorsOrigin>
{
    private CorsOrigin(string value) => Value = value;

    public static CorsOrigin Any { get; } = new("*");

    public static string Shape => "\"*\" or scheme://host[:port]";

    /// <summary>The scheme and host in lower case, an international name in its ASCII form, no default port.</summary>
    public string Value { get; }

    public bool IsAny => ReferenceEquals(this, Any);

    public static CorsOrigin? Read(TomlValue value, OptionsReader reader)
    {
        if (reader.ReadText(value, "an allowed origin") is not { } text)
        {
            return null;
        }
        if (text == Any.Value)
        {
            return Any;
        }
        if (
            !text.Contains("://", StringComparison.Ordinal)
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.IdnHost.Length == 0
            || uri.Host.Contains('*', StringComparison.Ordinal)
        )
        {
            reader.Error(
                value.Location,
                "this is not an origin",
                "an origin is scheme://host or scheme://host:port, such as https://app.example.com; \"*\" alone is every origin"
            );
            return null;
        }
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        var origin =
            $"{uri.Scheme}://{host.ToLowerInvariant()}{(uri.IsDefaultPort || uri.Port < 0 ? "" : $":{uri.Port}")}";
        if (
            text.IndexOfAny(['/', '?', '#'], text.IndexOf("://", StringComparison.Ordinal) + 3) >= 0
            || uri.UserInfo.Length > 0
        )
        {
            reader.Error(
                value.Location,
                "an origin has no path, query or user",
                $"write \"{origin}\""
            );
            return null;
        }
        return new(origin);
    }

    public override string ToString() => Value;
}
