using Freshet.Vrl.Values;

namespace Freshet.Vrl.JsonSchema;

/// <content>Keywords for instances of every type, and those that combine schemas.</content>
internal sealed partial class SchemaValidator
{
    private bool ApplyAny(in Part part)
    {
        var isValid = true;
        if (part.TryGet("type", out var type))
        {
            isValid &= part.Check(
                type.IsBytes
                    ? IsOfType(part.Instance, type.Text)
                    : AnyType(part.Instance, type.Array),
                at =>
                    type.IsBytes ? $"{at.Text} is not of type {Show(type)}"
                    : type.Array.Count == 1 ? $"{at.Text} is not of type {Show(type.Array[0])}"
                    : $"{at.Text} is not of types {string.Join(", ", type.Array.Select(Show))}"
            );
        }
        if (part.TryGet("enum", out var options))
        {
            isValid &= part.Check(
                options.Array.Contains(part.Instance, JsonComparer.Instance),
                at => $"{at.Text} is not one of {Choices(options.Array)}"
            );
        }
        if (part.TryGet("const", out var constant) && document.Draft > SchemaDraft.Draft4)
        {
            isValid &= part.Check(
                JsonComparer.Instance.Equals(constant, part.Instance),
                _ => $"{Show(constant)} was expected"
            );
        }
        return isValid;
    }

    private bool AnyType(Value instance, VrlArray types)
    {
        foreach (var type in types)
        {
            if (IsOfType(instance, type.Text))
            {
                return true;
            }
        }
        return false;
    }

    private bool IsOfType(Value instance, string type) =>
        type switch
        {
            "null" => instance.IsNull,
            "boolean" => instance.IsBoolean,
            "string" => instance.IsBytes,
            "array" => instance.IsArray,
            "object" => instance.IsObject,
            "number" => instance.IsInteger || instance.IsFloat,
            "integer" => instance.IsInteger
                || (
                    document.Draft > SchemaDraft.Draft4
                    && instance.IsFloat
                    && instance.Float == Math.Floor(instance.Float)
                ),
            _ => false,
        };

    /// <summary><c>1, 2 or 3</c></summary>
    private static string Choices(VrlArray options) =>
        options.Count switch
        {
            0 => "",
            1 => Show(options[0]),
            _ =>
                $"{string.Join(", ", options.Take(options.Count - 1).Select(Show))} or {Show(options[^1])}",
        };

    private bool ApplyCombined(in Part part)
    {
        var isValid = true;
        if (part.TryGet("allOf", out var all))
        {
            foreach (var schema in all.Array)
            {
                isValid &= Same(part, schema, part.Resource, part.Errors);
            }
        }
        if (part.TryGet("anyOf", out var any))
        {
            var matches = false;
            foreach (var schema in any.Array)
            {
                // All of them are looked at where what they look at counts.
                matches |=
                    (part.Looked is not null || !matches)
                    && Same(part, schema, part.Resource, null);
            }
            isValid &= part.Check(
                matches,
                at =>
                    $"{at.Text} is not valid under any of the schemas listed in the 'anyOf' keyword"
            );
        }
        if (part.TryGet("oneOf", out var one))
        {
            var matches = 0;
            foreach (var schema in one.Array)
            {
                matches += matches < 2 && Same(part, schema, part.Resource, null) ? 1 : 0;
            }
            isValid &= part.Check(
                matches == 1,
                at =>
                    matches == 0
                        ? $"{at.Text} is not valid under any of the schemas listed in the 'oneOf' keyword"
                        : $"{at.Text} is valid under more than one of the schemas listed in the 'oneOf' keyword"
            );
        }
        if (part.TryGet("not", out var not))
        {
            isValid &= part.Check(
                !Apply(not, part.Resource, part.Instance, part.Path, null, null),
                at => $"{Show(not)} is not allowed for {at.Text}"
            );
        }
        if (part.TryGet("if", out var condition) && document.Draft >= SchemaDraft.Draft7)
        {
            var holds = Same(part, condition, part.Resource, null);
            if (part.TryGet(holds ? "then" : "else", out var branch))
            {
                isValid &= Same(part, branch, part.Resource, part.Errors);
            }
        }
        return isValid;
    }
}
