using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Programs.Purl;

internal sealed class PurlFromArgoCdGitSource : Function
{
    private const string NoName = "unknown";
    private const string GitSuffix = ".git";

    public override Signature Signature { get; } =
        new(
            "purl_from_argocd_git_source",
            PurlFunctions.Category,
            "Makes the parts of a package URL of the Git repository that an Argo CD application is deployed from: of type github or bitbucket for one that is there, else of type generic.",
            PurlObject.Kind,
            new Parameter("repo_url", Kinds.Bytes, "The application's repoURL."),
            Parameter.Optional(
                "path",
                Kinds.Bytes | Kinds.Null,
                Value.Null,
                "The folder in the repository; none where it is empty or a dot."
            ),
            new Parameter("target_revision", Kinds.Bytes, "The branch, tag or commit.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A repository at GitHub",
            """purl_from_argocd_git_source("https://github.com/acme/shop", "deploy/prod", "v5.0.0")""",
            """{"type": "github", "namespace": "acme", "name": "shop", "version": "v5.0.0", "qualifiers": {"path": "deploy/prod"}, "subpath": null}"""
        ),
        new(
            "A repository by ssh, without a path",
            """purl_from_argocd_git_source("git@github.com:acme/shop.git", target_revision: "main")""",
            """{"type": "github", "namespace": "acme", "name": "shop", "version": "main", "qualifiers": {}, "subpath": null}"""
        ),
        new(
            "The root of a repository at Bitbucket",
            """purl_to_string(purl_from_argocd_git_source("https://bitbucket.org/Acme/Shop", ".", "main")) ?? "" """,
            "\"pkg:bitbucket/acme/shop@main\""
        ),
        new(
            "A repository elsewhere",
            """purl_from_argocd_git_source("https://gitlab.com/group/shop", "k8s", "v1.2.3")""",
            """{"type": "generic", "namespace": null, "name": "shop", "version": "v1.2.3", "qualifiers": {"path": "k8s", "type": "git", "vcs_url": "https://gitlab.com/group/shop"}, "subpath": null}"""
        ),
    ];

    protected override Value Call(in Arguments arguments)
    {
        var url = arguments[0].Text;
        var path =
            arguments[1].IsBytes && arguments[1].Text is not ("" or ".") ? arguments[1].Text : null;
        var version = arguments[2].Text;
        var (host, segments) = Split(url);
        var type = TypeOf(host);
        if (type is not null && segments is [var owner, var name, ..])
        {
            return PurlObject.Of(type, owner, WithoutSuffix(name), version, ("path", path));
        }
        return PurlObject.Of(
            "generic",
            null,
            segments is [.., var last] ? WithoutSuffix(last) : NoName,
            version,
            ("path", path),
            ("type", "git"),
            ("vcs_url", url)
        );
    }

    private static string? TypeOf(string host) =>
        IsAt(host, "github.com") ? "github"
        : IsAt(host, "bitbucket.org") ? "bitbucket"
        : null;

    private static bool IsAt(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);

    /// <summary>The host and the parts of the path, of <c>https://host:443/a/b</c>, <c>ssh://git@host/a/b</c>, <c>git@host:a/b</c> or <c>host/a/b</c>.</summary>
    private static (string Host, string[] Segments) Split(string url)
    {
        var hasScheme = url.IndexOf("://", StringComparison.Ordinal);
        var rest = hasScheme >= 0 ? url[(hasScheme + 3)..] : url;
        // Behind a host without a scheme, a colon parts host and path, as scp has it.
        var end = rest.AsSpan().IndexOfAny(hasScheme >= 0 ? "/" : "/:");
        var authority = end < 0 ? rest : rest[..end];
        var path = end < 0 ? "" : rest[(end + 1)..];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        if (host.IndexOf(':') is >= 0 and var port)
        {
            host = host[..port];
        }
        return (
            host,
            path.Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );
    }

    private static string WithoutSuffix(string name) =>
        name.EndsWith(GitSuffix, StringComparison.OrdinalIgnoreCase)
        && name.Length > GitSuffix.Length
            ? name[..^GitSuffix.Length]
            : name;
}
