using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Programs.Purl;

internal sealed class PurlFromOciImage : Function
{
    private const string DefaultRegistry = "docker.io";
    private const string DefaultNamespace = "library";
    private const string DefaultTag = "latest";

    public override Signature Signature { get; } =
        new(
            "purl_from_oci_image",
            PurlFunctions.Category,
            "Reads the name of a container image, as Docker and Kubernetes write it, as the parts of a package URL of type oci.",
            PurlObject.Kind,
            new Parameter("image", Kinds.Bytes, "The image's name.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A short name is of Docker Hub's library, and the latest",
            """purl_from_oci_image("nginx")""",
            """{"type": "oci", "namespace": null, "name": "nginx", "version": null, "qualifiers": {"repository_url": "docker.io/library", "tag": "latest"}, "subpath": null}"""
        ),
        new(
            "A tag is a qualifier",
            """purl_from_oci_image("acme/shop:1.2").qualifiers""",
            """{"repository_url": "docker.io/acme", "tag": "1.2"}"""
        ),
        new(
            "A digest is the version",
            """purl_from_oci_image("registry.example.com/acme/team/shop:1.2@sha256:abc123")""",
            """{"type": "oci", "namespace": null, "name": "shop", "version": "sha256:abc123", "qualifiers": {"repository_url": "registry.example.com/acme/team", "tag": "1.2"}, "subpath": null}"""
        ),
        new(
            "A registry may have a port",
            """purl_to_string(purl_from_oci_image("localhost:5000/shop")) ?? "" """,
            "\"pkg:oci/shop?repository_url=localhost:5000&tag=latest\""
        ),
    ];

    protected override Value Call(in Arguments arguments)
    {
        var rest = arguments[0].Text;
        string? digest = null;
        string? tag = null;
        if (rest.IndexOf('@') is >= 0 and var at)
        {
            (rest, digest) = (rest[..at], rest[(at + 1)..]);
        }
        var slash = rest.LastIndexOf('/');
        if (rest.IndexOf(':', slash + 1) is >= 0 and var colon)
        {
            (rest, tag) = (rest[..colon], rest[(colon + 1)..]);
        }
        if (string.IsNullOrEmpty(tag))
        {
            tag = string.IsNullOrEmpty(digest) ? DefaultTag : null;
        }
        return PurlObject.Of(
            "oci",
            null,
            rest[(slash + 1)..],
            string.IsNullOrEmpty(digest) ? null : digest,
            ("repository_url", RepositoryOf(slash < 0 ? "" : rest[..slash])),
            ("tag", tag)
        );
    }

    /// <summary>What stands before an image's own name, made whole by Docker's rule: the first part is a registry where it looks like a host.</summary>
    private static string RepositoryOf(string before)
    {
        if (before.Length == 0)
        {
            return $"{DefaultRegistry}/{DefaultNamespace}";
        }
        if (before == DefaultRegistry)
        {
            return $"{before}/{DefaultNamespace}";
        }
        var first = before.IndexOf('/') is >= 0 and var end ? before[..end] : before;
        return first == "localhost" || first.AsSpan().ContainsAny('.', ':')
            ? before
            : $"{DefaultRegistry}/{before}";
    }
}
