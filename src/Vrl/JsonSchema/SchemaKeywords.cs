using Freshet.Vrl.Values;

namespace Freshet.Vrl.JsonSchema;

/// <summary>What a keyword's value is.</summary>
internal enum KeywordForm
{
    /// <summary>Nothing that validation cares for.</summary>
    None,
    Schema,
    Schemas,
    NamedSchemas,
    Text,
    Count,
    Number,
    Texts,
    Boolean,
    Type,
    Array,
}

/// <summary>The keywords, and what their values must be.</summary>
internal static class SchemaKeywords
{
    public static KeywordForm FormOf(string keyword) =>
        keyword switch
        {
            "additionalItems"
            or "additionalProperties"
            or "contains"
            or "contentSchema"
            or "else"
            or "if"
            or "items"
            or "not"
            or "propertyNames"
            or "then"
            or "unevaluatedItems"
            or "unevaluatedProperties" => KeywordForm.Schema,
            "allOf" or "anyOf" or "oneOf" or "prefixItems" => KeywordForm.Schemas,
            "$defs"
            or "definitions"
            or "dependencies"
            or "dependentSchemas"
            or "patternProperties"
            or "properties" => KeywordForm.NamedSchemas,
            "format" or "pattern" or "$ref" or "$dynamicRef" or "$recursiveRef" => KeywordForm.Text,
            "maxContains"
            or "maxItems"
            or "maxLength"
            or "maxProperties"
            or "minContains"
            or "minItems"
            or "minLength"
            or "minProperties" => KeywordForm.Count,
            "maximum" or "minimum" or "multipleOf" => KeywordForm.Number,
            "required" => KeywordForm.Texts,
            "uniqueItems" => KeywordForm.Boolean,
            "type" => KeywordForm.Type,
            "enum" => KeywordForm.Array,
            _ => KeywordForm.None,
        };

    /// <summary>What is wrong with the keyword's value; null where nothing is.</summary>
    public static string? Check(KeywordForm form, Value value)
    {
        var (isRight, expected) = form switch
        {
            KeywordForm.Text => (value.IsBytes, "string"),
            KeywordForm.Count => (IsCount(value), "integer"),
            KeywordForm.Number => (value.IsInteger || value.IsFloat, "number"),
            KeywordForm.Texts => (value.IsArray && value.Array.All(item => item.IsBytes), "array"),
            KeywordForm.Boolean => (value.IsBoolean, "boolean"),
            KeywordForm.Type => (
                value.IsBytes || (value.IsArray && value.Array.All(item => item.IsBytes)),
                "string"
            ),
            _ => (value.IsArray, "array"),
        };
        return isRight ? null : $"{VrlJson.Write(value)} is not of type \"{expected}\"";
    }

    private static bool IsCount(Value value) =>
        (value.IsInteger || (value.IsFloat && value.Float == Math.Floor(value.Float)))
        && value.Number >= 0;
}
