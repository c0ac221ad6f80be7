using Freshet.Configuration;
using Freshet.Http.Headers;
using Freshet.Toml;

namespace Freshet.Http.Outgoing;

/// <summary>
/// The headers that Freshet sends with its own requests. Each is written as the rules for incoming headers are, so that a sender and a receiver
/// look alike in configuration: a map by header, or an array of <c>{ header, rule }</c>; its type is <c>static</c>, <c>secret</c> or <c>signature</c>.
/// </summary>
internal sealed class OutgoingHeaders : IReadFromToml<OutgoingHeaders>
{
    /// <summary>What tells where a message ends, or concerns one connection: they follow from the request, and saying otherwise would break it.</summary>
    private static readonly HashSet<string> Framing = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection",
        "Content-Encoding",
        "Content-Length",
        "Expect",
        "Keep-Alive",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
    };

    /// <summary>The headers that the framework keeps with the content, and does not take for the request's.</summary>
    private static readonly HashSet<string> OfContent = new(StringComparer.OrdinalIgnoreCase)
    {
        "Allow",
        "Content-Disposition",
        "Content-Encoding",
        "Content-Language",
        "Content-Length",
        "Content-Location",
        "Content-MD5",
        "Content-Range",
        "Content-Type",
        "Expires",
        "Last-Modified",
    };

    private static readonly HeaderForms<OutgoingHeader> Forms = new(
        "outgoing header",
        "{ type = \"static\", value = \"staging\" }",
        "give what the header is to hold",
        Shape,
        AllowsSeveral: false,
        new(StringComparer.Ordinal)
        {
            [StaticHeader.Name] = Read<StaticHeader>,
            [SecretHeader.Name] = Read<SecretHeader>,
            [SignatureHeader.Name] = Read<SignatureHeader>,
        }
    );

    private readonly IReadOnlyList<FixedHeader> fixedHeaders;
    private readonly IReadOnlyList<SignatureHeader> signatures;

    private OutgoingHeaders(IReadOnlyList<OutgoingHeader> headers)
    {
        fixedHeaders = [.. headers.OfType<FixedHeader>()];
        signatures = [.. headers.OfType<SignatureHeader>()];
    }

    /// <summary>No headers beside those that a request has anyway.</summary>
    public static OutgoingHeaders None { get; } = new([]);

    public static string Shape => "table of header → value, or array of { header, rule }";

    public static OutgoingHeaders? Read(TomlValue value, OptionsReader reader)
    {
        if (new HeaderTableReader<OutgoingHeader>(reader, Forms).Read(value) is not { } headers)
        {
            return null;
        }
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in headers.Select(header => header.Header))
        {
            if (Framing.Contains(name))
            {
                reader.Error(
                    value.Location,
                    $"headers has {name}, which follows from the request itself",
                    "leave it out"
                );
            }
            if (!names.Add(name))
            {
                reader.Error(
                    value.Location,
                    $"headers has {name} twice",
                    "a header is sent once; where it is a list, write its values with commas"
                );
            }
        }
        return new(headers);
    }

    /// <summary>Whether the header follows from the request, and nobody may give it.</summary>
    public static bool IsFraming(string header) => Framing.Contains(header);

    /// <summary>Whether configuration gives this header.</summary>
    public bool Has(string header) =>
        fixedHeaders.Any(other => IsSame(other.Header, header))
        || signatures.Any(other => IsSame(other.Header, header));

    /// <summary>Tells where a signature covers a header that is not sent, or another signature that is not made yet.</summary>
    /// <param name="scope">The options that the headers are part of.</param>
    /// <param name="own">The headers that the sender itself adds to each request.</param>
    public void CheckSigned(OptionsScope scope, params IReadOnlyCollection<string> own)
    {
        var sent = fixedHeaders
            .Select(header => header.Header)
            .Concat(own)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var signature in signatures)
        {
            foreach (var name in signature.SignatureOn.Headers.Where(name => !sent.Contains(name)))
            {
                scope.Error(
                    "headers",
                    $"the signature in {signature.Header} covers {name}, which is not sent",
                    own.Count > 0
                        ? $"give it a value in headers, or sign {string.Join(" or ", own)}"
                        : "give it a value in headers"
                );
            }
            sent.Add(signature.Header);
        }
    }

    /// <summary>
    /// Puts them into the request, in place of what it has under the same names. Signatures come last, in the document's order, and may cover whatever is
    /// there by then. What describes a body, such as <c>Content-Type</c>, is sent only with one.
    /// </summary>
    /// <param name="request">The request; its own headers are there already.</param>
    /// <param name="body">The body's bytes as they will be sent; empty where there is none.</param>
    public void AddTo(HttpRequestMessage request, ReadOnlySpan<byte> body)
    {
        foreach (var header in fixedHeaders)
        {
            Put(request, header.Header, header.Text());
        }
        foreach (var signature in signatures)
        {
            Put(request, signature.Header, signature.Sign(name => ValueOf(request, name), body));
        }
    }

    /// <summary>The text without the configured values: a server may repeat what it was sent, and texts of servers are shown.</summary>
    public string Mask(string text)
    {
        foreach (var header in fixedHeaders)
        {
            text = header.Mask(text);
        }
        return text;
    }

    private static void Put(HttpRequestMessage request, string name, string? value)
    {
        if (value is null)
        {
            return;
        }
        if (IsOfContent(name))
        {
            request.Content?.Headers.Remove(name);
            request.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        else
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static string ValueOf(HttpRequestMessage request, string name)
    {
        System.Net.Http.Headers.HttpHeaders? headers = IsOfContent(name)
            ? request.Content?.Headers
            : request.Headers;
        return headers is not null && headers.NonValidated.TryGetValues(name, out var values)
            ? values.ToString()
            : "";
    }

    /// <summary>Whether the header describes a body, and is kept with that.</summary>
    public static bool IsOfContent(string name) => OfContent.Contains(name);

    private static bool IsSame(string name, string other) =>
        name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static T Read<T>(OptionsReader reader, TomlTable table, string name, string header)
        where T : OutgoingHeader, new()
    {
        var read = reader.Read<T>(table, name, "type");
        read.Header = header;
        return read;
    }
}
