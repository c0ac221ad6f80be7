using System.Runtime.CompilerServices;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.JsonSchema;

/// <summary>Validates one instance.</summary>
internal sealed partial class SchemaValidator
{
    /// <summary>How many schemas are looked at: an end to schemas that double the work with each reference.</summary>
    private const int MaxSteps = 1_000_000;

    private const int MaxDepth = 1000;

    /// <summary>As many errors as somebody reads.</summary>
    private const int MaxErrors = 100;

    private readonly SchemaDocument document;
    private readonly Stack<SchemaResource> scope = new();
    private int steps;
    private int depth;

    private SchemaValidator(SchemaDocument document) => this.document = document;

    /// <summary>Why the validation was given up; null where it came to an end.</summary>
    private string? GivenUp { get; set; }

    /// <summary>Validates.</summary>
    /// <param name="document">The schema.</param>
    /// <param name="instance">JSON.</param>
    /// <param name="errors">Where the instance does not conform; empty if it does.</param>
    /// <returns>Null; or why the validation was given up.</returns>
    public static string? Validate(
        SchemaDocument document,
        Value instance,
        out IReadOnlyList<SchemaError> errors
    )
    {
        var validator = new SchemaValidator(document);
        var found = new List<SchemaError>();
        validator.Apply(document.Root.Root, document.Root, instance, "", found, null);
        errors = found;
        return validator.GivenUp;
    }

    /// <summary>Applies a schema to a part of the instance. Errors are added where they are wanted.</summary>
    private bool Apply(
        Value schema,
        SchemaResource resource,
        Value instance,
        string path,
        List<SchemaError>? errors,
        Looked? looked
    )
    {
        if (schema.IsBoolean)
        {
            return schema.Boolean
                || Fail(errors, $"False schema does not allow {Show(instance)}", path);
        }
        if (GivenUp is not null || errors?.Count >= MaxErrors)
        {
            return false;
        }
        if (
            ++steps > MaxSteps
            || depth >= MaxDepth
            || !RuntimeHelpers.TryEnsureSufficientExecutionStack()
        )
        {
            GivenUp = steps > MaxSteps ? "it takes too many steps" : "it goes too deep";
            return false;
        }
        resource = document.ResourceOf(schema.Object) ?? resource;
        depth++;
        scope.Push(resource);
        var own = looked ?? (document.LooksAtUnevaluated ? new Looked() : null);
        var part = new Part(schema.Object, resource, instance, path, errors, own);
        var isValid = ApplyKeywords(part);
        scope.Pop();
        depth--;
        return isValid && GivenUp is null;
    }

    private bool ApplyKeywords(in Part part)
    {
        var isValid = ApplyReferences(part);
        if (document.Draft <= SchemaDraft.Draft7 && part.Schema.Contains("$ref"))
        {
            return isValid;
        }
        isValid &= ApplyAny(part) & ApplyCombined(part);
        var instance = part.Instance;
        if (instance.IsInteger || instance.IsFloat)
        {
            isValid &= ApplyToNumber(part);
        }
        else if (instance.IsBytes)
        {
            isValid &= ApplyToText(part);
        }
        else if (instance.IsArray)
        {
            isValid &= ApplyToArray(part);
        }
        else if (instance.IsObject)
        {
            isValid &= ApplyToObject(part);
        }
        return isValid;
    }

    /// <summary>The same part of the instance by another schema.</summary>
    private bool Same(
        in Part part,
        Value schema,
        SchemaResource resource,
        List<SchemaError>? errors
    )
    {
        var looked = part.Looked is null ? null : new Looked();
        var isValid = Apply(schema, resource, part.Instance, part.Path, errors, looked);
        if (isValid && looked is not null)
        {
            part.Looked!.Add(looked);
        }
        return isValid;
    }

    private bool ApplyReferences(in Part part)
    {
        var isValid = true;
        foreach (var keyword in (ReadOnlySpan<string>)["$ref", "$dynamicRef", "$recursiveRef"])
        {
            if (!part.Schema.TryGet(keyword, out var reference) || !reference.IsBytes)
            {
                continue;
            }
            var (schema, resource) = document.TargetOf(part.Schema);
            if (keyword == "$dynamicRef")
            {
                var name = reference.Text[(reference.Text.IndexOf('#') + 1)..];
                if (resource.DynamicAnchors.Contains(name) && schema == resource.Anchors[name])
                {
                    resource = scope.Last(outer => outer.DynamicAnchors.Contains(name));
                    schema = resource.Anchors[name];
                }
            }
            else if (keyword == "$recursiveRef" && resource.IsRecursive)
            {
                resource = scope.Reverse().First(outer => outer.IsRecursive);
                schema = resource.Root;
            }
            isValid &= Same(part, schema, resource, part.Errors);
        }
        return isValid;
    }

    private static bool Fail(List<SchemaError>? errors, string message, string path)
    {
        errors?.Add(new(message, path));
        return false;
    }

    private static string Show(Value value) => VrlJson.Write(value);

    /// <summary>What a schema is applied to.</summary>
    private readonly record struct Part(
        VrlObject Schema,
        SchemaResource Resource,
        Value Instance,
        string Path,
        List<SchemaError>? Errors,
        Looked? Looked
    )
    {
        public bool TryGet(string keyword, out Value value) => Schema.TryGet(keyword, out value);

        public string Text => Show(Instance);

        public string PathOf(string property) =>
            $"{Path}/{property.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

        public string PathOf(int item) => $"{Path}/{item}";

        public bool Fail(string message) => SchemaValidator.Fail(Errors, message, Path);

        /// <summary>Fails unless the instance conforms; the message is made only where somebody reads it.</summary>
        public bool Check(bool conforms, Func<Part, string> message) =>
            conforms || (Errors is null ? false : Fail(message(this)));
    }
}
