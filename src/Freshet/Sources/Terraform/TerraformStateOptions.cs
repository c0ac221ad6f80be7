using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Http.Outgoing;
using Freshet.Http.Tls;

namespace Freshet.Sources.Terraform;

/// <summary>
/// Follows the state of Terraform (0.12 and later) or OpenTofu, format 4, in a file, in each <c>*.tfstate</c> of a folder, or behind the HTTP backend. A new <c>serial</c> of the
/// <c>lineage</c> that it began with becomes one event <c>state_change</c> for each managed instance that was created, modified or deleted:
/// <c>{"id": "LINEAGE:SERIAL:ADDRESS", "type": "state_change", "timestamp": …, "data": {"resource": ADDRESS, "action": …, "serial": …, "changes": {ATTRIBUTE: {"old": …, "new": …}}}}</c>.
/// What the state marks as sensitive is <c>"(sensitive value)"</c> in it; outputs, data resources and deposed objects are no part of it. With a file journal it keeps what it has told, in
/// a file that only its user may read and without the sensitive values, and tells after a restart what changed meanwhile. Another lineage, an older serial, the same serial with another
/// content, an encrypted state and other formats are told once in the log, and are no events.
/// </summary>
internal sealed class TerraformStateOptions : ICheckOptions
{
    private static readonly string[] UrlKeys = ["headers", "ca", "request_timeout"];

    /// <summary>
    /// The state's file, or a folder: each <c>*.tfstate</c> in it is followed on its own. It need not be there yet, may be replaced, and may be a link. Either <c>path</c> or <c>url</c>.
    /// </summary>
    public string Path { get; set; } = "";

    /// <summary>Whether folders in the folder are looked through too.</summary>
    public bool Recursive { get; set; }

    /// <summary>
    /// Where the state is served: an absolute URL, <c>http</c> or <c>https</c>, such as that of Terraform's <c>http</c> backend. User and password in it are sent as
    /// <c>Authorization: Basic</c>. It is asked for with <c>If-None-Match</c> and <c>If-Modified-Since</c>; 404 and 204 mean that there is no state yet. Redirects are not followed, since
    /// a token would go along.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>Headers to send, such as a token.</summary>
    public OutgoingHeaders Headers { get; set; } = OutgoingHeaders.None;

    /// <summary>Who signs the server's certificate, in place of the authorities that the system trusts.</summary>
    public PemText? Ca { get; set; }

    /// <summary>How long the server may take to answer, the state included.</summary>
    [DurationRange("10ms", "10m")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait between two looks. A file is looked at as soon as the system tells of a change too, but not every file system does. 5 s is no burden on either.</summary>
    [DurationRange("10ms", "1d")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest state that is read; 64 MiB is some 30,000 resources.</summary>
    [ByteRange("1KiB", "256MiB")]
    public ByteSize MaxBytes { get; set; } = new(64 << 20);

    /// <summary>
    /// What becomes of the first state that is seen: <c>now</c> tells of what changes from it on, <c>oldest</c> tells of each of its instances as created.
    /// </summary>
    public StateStart Start { get; set; } = StateStart.Now;

    /// <summary>
    /// Goes into the metadata of each event. <c>context.source</c> in it is the <c>source</c> of the events, and is <c>{root_url}?source={name}</c> where it is not given.
    /// </summary>
    public JsonObject Metadata { get; set; } = [];

    public void Check(OptionsScope scope)
    {
        if (Path.Length > 0 == Url.Length > 0)
        {
            scope.Error(
                Path.Length > 0 ? "url" : "path",
                Path.Length > 0 ? "path and url are both given" : "there is neither path nor url",
                "give one: path = \"terraform.tfstate\" or url = \"https://state.example.com/network\""
            );
        }
        if (Url.Length > 0)
        {
            CheckUrl(scope);
        }
        else
        {
            foreach (var key in UrlKeys.Where(scope.IsGiven))
            {
                scope.Error(key, $"{key} needs url", "a file is read without it");
            }
        }
        if (Ca is not null)
        {
            Authority = TrustedAuthority.Load(Ca, "ca", scope);
        }
        if (Path.Contains('\0', StringComparison.Ordinal))
        {
            scope.Error("path", "path has a character that no path can have", "take out \\u0000");
        }
        if (Recursive && Path.Length == 0)
        {
            scope.Error("recursive", "recursive needs path", "give the folder that is meant");
        }
        Headers.CheckSigned(scope);
    }

    /// <summary>The authority, read.</summary>
    internal TrustedAuthority? Authority { get; private set; }

    private void CheckUrl(OptionsScope scope)
    {
        var isUrl =
            Uri.TryCreate(Url, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url.Host.Length > 0;
        if (isUrl)
        {
            return;
        }
        if (scope.Written("url") is { } written && Url.Contains('@', StringComparison.Ordinal))
        {
            // There may be a password in it.
            scope.Reader.Secrets.Add(written);
        }
        scope.Error(
            "url",
            "url must be an absolute URL of http or https",
            "for example https://state.example.com/network"
        );
    }
}

/// <summary>What becomes of the first state.</summary>
internal enum StateStart
{
    Now,
    Oldest,
}
