using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Programs.Purl;

internal sealed class PurlToString : Function
{
    public override Signature Signature { get; } =
        new(
            "purl_to_string",
            PurlFunctions.Category,
            "Writes a package URL in its canonical form. Of its parts type and name must be there; what is null or empty of the others is left out.",
            new TypeDef(Kind.Bytes).Fallible(),
            new Parameter(
                "purl",
                Kinds.Object,
                "The parts: type, namespace, name, version, qualifiers and subpath."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "What is of meaning in a package URL is encoded",
            """purl_to_string!({"type": "npm", "namespace": "@acme", "name": "shop", "version": "1.0.0+build"})""",
            "\"pkg:npm/%40acme/shop@1.0.0%2Bbuild\""
        ),
        new(
            "Qualifiers are sorted",
            """purl_to_string!({"type": "oci", "name": "shop", "version": "sha256:abc", "qualifiers": {"tag": "1.2", "repository_url": "registry.example.com/acme"}})""",
            "\"pkg:oci/shop@sha256:abc?repository_url=registry.example.com%2Facme&tag=1.2\""
        ),
        new(
            "The folders of an image are those of its repository",
            """purl_to_string!({"type": "oci", "name": "charts/shop", "version": "sha256:abc", "qualifiers": {"repository_url": "registry.example.com/acme"}})""",
            "\"pkg:oci/shop@sha256:abc?repository_url=registry.example.com%2Facme%2Fcharts\""
        ),
        new(
            "Some types do not care for letters' case",
            """purl_to_string!({"type": "GitHub", "namespace": "Acme", "name": "Shop", "subpath": "/src/./lib/"})""",
            "\"pkg:github/acme/shop#src/lib\""
        ),
        new(
            "Without a name there is none",
            """purl_to_string!({"type": "npm"})""",
            null,
            "a package URL needs a name"
        ),
    ];

    protected override Value Call(in Arguments arguments)
    {
        var purl = arguments[0].Object;
        var text = new PurlWriter();
        if (
            !TryText(purl, "type", out var type, out var error)
            || !TryText(purl, "namespace", out var @namespace, out error)
            || !TryText(purl, "name", out var name, out error)
            || !TryText(purl, "version", out var version, out error)
            || !TryText(purl, "subpath", out var subpath, out error)
            || !TryQualifiers(purl, out var qualifiers, out error)
        )
        {
            return Value.Fail(error);
        }
        if (type.Equals(OciName.Type, StringComparison.OrdinalIgnoreCase) && name.Contains('/'))
        {
            var known = qualifiers.GetValueOrDefault(OciName.RepositoryUrl, "");
            (qualifiers[OciName.RepositoryUrl], name) = OciName.Split(known, name);
        }
        if (!text.TryType(type, out error) || !text.TryName(@namespace, name, out error))
        {
            return Value.Fail(error);
        }
        text.Version(version);
        if (!text.TryQualifiers(qualifiers, out error))
        {
            return Value.Fail(error);
        }
        text.Subpath(subpath);
        return text.ToString();
    }

    /// <summary>The qualifiers by name in small letters; none where there are none, or null.</summary>
    private static bool TryQualifiers(
        VrlObject purl,
        out SortedDictionary<string, string> qualifiers,
        out string error
    )
    {
        (qualifiers, error) = (new(StringComparer.Ordinal), "");
        if (!purl.TryGet("qualifiers", out var given) || given.IsNull)
        {
            return true;
        }
        if (!given.IsObject)
        {
            error = "the qualifiers of a package URL must be an object";
            return false;
        }
        foreach (var name in given.Object.Keys)
        {
            if (!TryText(given.Object, name, out var value, out error))
            {
                return false;
            }
            if (value.Length > 0)
            {
                qualifiers[name.ToLowerInvariant()] = value;
            }
        }
        return true;
    }

    /// <summary>The text of a field; empty where it is null or not there.</summary>
    private static bool TryText(VrlObject from, string name, out string text, out string error)
    {
        (text, error) = ("", "");
        if (!from.TryGet(name, out var value) || value.IsNull)
        {
            return true;
        }
        if (!value.IsBytes)
        {
            error = $"\"{name}\" of a package URL must be a string";
            return false;
        }
        text = value.Text;
        return true;
    }
}
