using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Programs.Purl;

internal sealed class PurlFromArgoCdHelm : Function
{
    private const string OciScheme = "oci://";

    public override Signature Signature { get; } =
        new(
            "purl_from_argocd_helm",
            PurlFunctions.Category,
            "Makes the parts of a package URL of the Helm chart that an Argo CD application is deployed from: of type generic for a repository at http, else of type oci.",
            PurlObject.Kind,
            new Parameter("repo_url", Kinds.Bytes, "The application's repoURL."),
            new Parameter("chart", Kinds.Bytes, "The chart's name."),
            new Parameter("target_revision", Kinds.Bytes, "The chart's version.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A chart of a repository at http",
            """purl_from_argocd_helm("https://charts.example.com/stable", "wordpress", "15.2.35")""",
            """{"type": "generic", "namespace": null, "name": "wordpress", "version": "15.2.35", "qualifiers": {"download_url": "https://charts.example.com/stable", "type": "helm"}, "subpath": null}"""
        ),
        new(
            "A chart of an OCI registry",
            """purl_from_argocd_helm("registry.example.com/acme", "shop", "1.0.0")""",
            """{"type": "oci", "namespace": null, "name": "shop", "version": "1.0.0", "qualifiers": {"repository_url": "registry.example.com/acme"}, "subpath": null}"""
        ),
        new(
            "The folders of a chart are those of its repository",
            """purl_from_argocd_helm("registry.example.com/acme", "charts/shop", "1.0.0")""",
            """{"type": "oci", "namespace": null, "name": "shop", "version": "1.0.0", "qualifiers": {"repository_url": "registry.example.com/acme/charts"}, "subpath": null}"""
        ),
        new(
            "Arguments may be named",
            """purl_to_string(purl_from_argocd_helm(chart: "shop", repo_url: "oci://registry.example.com/acme", target_revision: "1.0.0")) ?? "" """,
            "\"pkg:oci/shop@1.0.0?repository_url=registry.example.com%2Facme\""
        ),
    ];

    protected override Value Call(in Arguments arguments)
    {
        var (url, chart, version) = (arguments[0].Text, arguments[1].Text, arguments[2].Text);
        if (
            url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        )
        {
            return PurlObject.Of(
                "generic",
                null,
                chart,
                version,
                ("download_url", url),
                ("type", "helm")
            );
        }
        var registry = url.StartsWith(OciScheme, StringComparison.OrdinalIgnoreCase)
            ? url[OciScheme.Length..]
            : url;
        var (repository, name) = OciName.Split(registry, chart);
        return PurlObject.Of("oci", null, name, version, ("repository_url", repository));
    }
}
