using System.Globalization;
using Freshet.Vrl.Runtime.Regexes;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.JsonSchema;

/// <summary>
/// A JSON schema, drafts 4 to 2020-12, with its references resolved. It must be whole: nothing is fetched. It never changes, and is used from many threads.
/// </summary>
internal sealed class SchemaDocument
{
    private static readonly Uri unnamed = new("json-schema:///");

    private static readonly (string Part, SchemaDraft Draft)[] drafts =
    [
        ("draft-04", SchemaDraft.Draft4),
        ("draft-06", SchemaDraft.Draft6),
        ("draft-07", SchemaDraft.Draft7),
        ("2019-09", SchemaDraft.Draft201909),
        ("2020-12", SchemaDraft.Draft202012),
    ];

    private readonly Dictionary<string, SchemaResource> resources = new(StringComparer.Ordinal);

    private readonly Dictionary<VrlObject, SchemaResource> own = new(
        ReferenceEqualityComparer.Instance
    );

    private readonly Dictionary<VrlObject, (Value, SchemaResource)> targets = new(
        ReferenceEqualityComparer.Instance
    );

    private readonly Dictionary<string, VrlRegex> patterns = new(StringComparer.Ordinal);

    private readonly List<(VrlObject Schema, SchemaResource Resource)> references = [];

    private SchemaDocument(Value root, SchemaDraft draft)
    {
        Draft = draft;
        Root = new SchemaResource(AddressOf(root, unnamed) ?? unnamed, root);
    }

    public SchemaDraft Draft { get; }

    /// <summary>The whole file.</summary>
    public SchemaResource Root { get; }

    /// <summary>The first format that is not known; null where all are.</summary>
    public string? UnknownFormat { get; private set; }

    /// <summary>Whether a schema asks for what other schemas have not looked at.</summary>
    public bool LooksAtUnevaluated { get; private set; }

    /// <summary>Reads a schema.</summary>
    /// <param name="root">The schema.</param>
    /// <param name="document">The schema; null where it cannot be used.</param>
    /// <param name="error">Why it cannot; empty if it can.</param>
    public static bool TryRead(Value root, out SchemaDocument? document, out string error)
    {
        document = null;
        if (!root.IsObject && !root.IsBoolean)
        {
            error = $"{VrlJson.Write(root)} is not of types \"boolean\", \"object\"";
            return false;
        }
        var read = new SchemaDocument(root, DraftOf(root));
        error = read.Collect(root, read.Root) ?? read.ResolveAll() ?? "";
        document = error.Length == 0 ? read : null;
        return error.Length == 0;
    }

    /// <summary>The resource that the schema is the root of; null where it is part of another.</summary>
    public SchemaResource? ResourceOf(VrlObject schema) => own.GetValueOrDefault(schema);

    /// <summary>Where the schema's reference leads.</summary>
    public (Value Schema, SchemaResource Resource) TargetOf(VrlObject schema) => targets[schema];

    public VrlRegex PatternOf(string pattern) => patterns[pattern];

    private static SchemaDraft DraftOf(Value root)
    {
        if (root.IsObject && root.Object.TryGet("$schema", out var name) && name.IsBytes)
        {
            foreach (var (part, draft) in drafts)
            {
                if (name.Text.Contains(part, StringComparison.Ordinal))
                {
                    return draft;
                }
            }
        }
        return SchemaDraft.Draft202012;
    }

    private string IdKeyword => Draft == SchemaDraft.Draft4 ? "id" : "$id";

    private bool RefStandsAlone => Draft <= SchemaDraft.Draft7;

    private Uri? AddressOf(Value schema, Uri around)
    {
        if (
            !schema.IsObject
            || !schema.Object.TryGet(IdKeyword, out var id)
            || !id.IsBytes
            || (RefStandsAlone && schema.Object.Contains("$ref"))
            || id.Text.StartsWith('#')
        )
        {
            return null;
        }
        return Uri.TryCreate(around, id.Text, out var address) ? WithoutFragment(address) : null;
    }

    private static Uri WithoutFragment(Uri address) =>
        address.Fragment.Length == 0 ? address : new(address.AbsoluteUri.Split('#')[0]);

    /// <summary>Finds all that has a name, and checks what can be checked without an instance. The result is what is wrong.</summary>
    private string? Collect(Value schema, SchemaResource resource)
    {
        if (schema.IsBoolean)
        {
            return null;
        }
        if (!schema.IsObject)
        {
            return $"{VrlJson.Write(schema)} is not of types \"boolean\", \"object\"";
        }
        var fields = schema.Object;
        if (ReferenceEquals(fields, Root.Root.IsObject ? Root.Root.Object : null))
        {
            Register(fields, resource);
        }
        else if (AddressOf(schema, resource.Address) is { } address)
        {
            resource = new SchemaResource(address, schema);
            Register(fields, resource);
        }
        if (!(RefStandsAlone && fields.Contains("$ref")))
        {
            CollectNames(schema, resource);
        }
        if (ReferenceOf(fields) is not null)
        {
            references.Add((fields, resource));
        }
        return CollectParts(fields, resource);
    }

    private void Register(VrlObject fields, SchemaResource resource)
    {
        own[fields] = resource;
        resources.TryAdd(resource.Address.AbsoluteUri, resource);
    }

    private void CollectNames(Value schema, SchemaResource resource)
    {
        var fields = schema.Object;
        if (Draft <= SchemaDraft.Draft7)
        {
            if (fields.TryGet(IdKeyword, out var id) && id.IsBytes && id.Text.Contains('#'))
            {
                resource.Anchors.TryAdd(id.Text[(id.Text.IndexOf('#') + 1)..], schema);
            }
            return;
        }
        if (fields.TryGet("$anchor", out var anchor) && anchor.IsBytes)
        {
            resource.Anchors.TryAdd(anchor.Text, schema);
        }
        if (fields.TryGet("$dynamicAnchor", out anchor) && anchor.IsBytes)
        {
            resource.Anchors.TryAdd(anchor.Text, schema);
            resource.DynamicAnchors.Add(anchor.Text);
        }
        if (
            fields.TryGet("$recursiveAnchor", out anchor)
            && anchor is { IsBoolean: true, Boolean: true }
        )
        {
            resource.IsRecursive = true;
        }
        LooksAtUnevaluated |=
            fields.Contains("unevaluatedItems") || fields.Contains("unevaluatedProperties");
    }

    private string? CollectParts(VrlObject fields, SchemaResource resource)
    {
        foreach (var (keyword, value) in fields)
        {
            var error = SchemaKeywords.FormOf(keyword) switch
            {
                KeywordForm.Schema when !(keyword == "items" && value.IsArray) => Collect(
                    value,
                    resource
                ),
                KeywordForm.Schema or KeywordForm.Schemas => value.IsArray
                    ? CollectAll(value.Array, resource)
                    : $"{VrlJson.Write(value)} is not of type \"array\"",
                KeywordForm.NamedSchemas => value.IsObject
                    ? CollectAll(
                        value.Object.Select(field => field.Value).Where(part => !part.IsArray),
                        resource
                    )
                    : $"{VrlJson.Write(value)} is not of type \"object\"",
                KeywordForm.None => null,
                var form => SchemaKeywords.Check(form, value),
            };
            error ??= keyword switch
            {
                "pattern" => AddPattern(value.Text),
                "patternProperties" => value
                    .Object.Select(field => AddPattern(field.Key))
                    .FirstOrDefault(problem => problem is not null),
                _ => null,
            };
            if (error is not null)
            {
                return error;
            }
            if (keyword == "format" && !SchemaFormats.IsKnown(value.Text))
            {
                UnknownFormat ??= value.Text;
            }
        }
        return null;
    }

    private string? CollectAll(IEnumerable<Value> schemas, SchemaResource resource)
    {
        foreach (var schema in schemas)
        {
            if (Collect(schema, resource) is { } error)
            {
                return error;
            }
        }
        return null;
    }

    private string? AddPattern(string pattern)
    {
        if (patterns.ContainsKey(pattern))
        {
            return null;
        }
        if (!RustRegex.TryTranslate(EcmaPattern.ToRust(pattern), out var regex, out _))
        {
            return $"{VrlJson.Write(pattern)} is not a \"regex\"";
        }
        patterns[pattern] = regex;
        return null;
    }

    private static string? ReferenceOf(VrlObject schema)
    {
        foreach (var keyword in (ReadOnlySpan<string>)["$ref", "$dynamicRef", "$recursiveRef"])
        {
            if (schema.TryGet(keyword, out var reference) && reference.IsBytes)
            {
                return reference.Text;
            }
        }
        return null;
    }

    private string? ResolveAll()
    {
        // References may lead to places that are no known part of a schema, where there are more references.
        for (var i = 0; i < references.Count; i++)
        {
            var (schema, resource) = references[i];
            var reference = ReferenceOf(schema)!;
            if (Resolve(reference, resource) is not { } target)
            {
                return $"Resource '{reference}' is not present in the schema";
            }
            targets[schema] = target;
            if (
                target.Schema.IsObject
                && !targets.ContainsKey(target.Schema.Object)
                && ReferenceOf(target.Schema.Object) is not null
                && !references.Exists(other => ReferenceEquals(other.Schema, target.Schema.Object))
                && Collect(target.Schema, target.Resource) is { } error
            )
            {
                return error;
            }
        }
        return null;
    }

    private (Value Schema, SchemaResource Resource)? Resolve(string reference, SchemaResource from)
    {
        if (!Uri.TryCreate(from.Address, reference, out var address))
        {
            return null;
        }
        var hash = reference.IndexOf('#');
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        var resource = reference.StartsWith('#')
            ? from
            : resources.GetValueOrDefault(WithoutFragment(address).AbsoluteUri);
        if (resource is null)
        {
            return null;
        }
        if (fragment.Length == 0)
        {
            return (resource.Root, resource);
        }
        return fragment.StartsWith('/') ? Follow(fragment, resource)
            : resource.Anchors.TryGetValue(fragment, out var named) ? (named, resource)
            : null;
    }

    /// <summary>Follows a JSON pointer (RFC 6901).</summary>
    private (Value Schema, SchemaResource Resource)? Follow(string pointer, SchemaResource resource)
    {
        var at = resource.Root;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal);
            if (at.IsObject && at.Object.TryGet(name, out var field))
            {
                at = field;
            }
            else if (
                at.IsArray
                && int.TryParse(
                    name,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var index
                )
                && index < at.Array.Count
            )
            {
                at = at.Array[index];
            }
            else
            {
                return null;
            }
            if (at.IsObject && own.TryGetValue(at.Object, out var inner))
            {
                resource = inner;
            }
        }
        return at.IsObject || at.IsBoolean ? (at, resource) : null;
    }
}
