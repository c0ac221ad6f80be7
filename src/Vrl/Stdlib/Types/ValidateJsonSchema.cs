using Freshet.Vrl.JsonSchema;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class ValidateJsonSchema : Function
{
    private static readonly Signature Declared = new(
        "validate_json_schema",
        "Type",
        "Checks JSON by a JSON schema, of draft 4, 6, 7, 2019-09 or 2020-12, which a file holds. It fails where the JSON does not conform.",
        new TypeDef(Kind.Boolean, IsFallible: true),
        new Parameter("value", Kinds.Bytes, "The JSON."),
        new Parameter("schema_definition", Kinds.Bytes, "The schema's file.")
        {
            Form = ArgumentForm.Static,
        },
        Parameter.Optional(
            "ignore_unknown_formats",
            Kinds.Boolean,
            "Whether formats that are not known are passed over; without they are an error."
        )
    )
    {
        IsOptIn = true,
    };

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("No JSON", """validate_json_schema!("", "schema.json")""", null, "Empty JSON value"),
        new(
            "The schema's file is missing",
            """validate_json_schema!("{}", "missing.json", ignore_unknown_formats: true)""",
            null,
            "JSON schema not found: Failed to open schema definition file 'missing.json': No such file or directory (os error 2)"
        ),
    ];

    protected internal override object? Prepare(CallSite call)
    {
        if (call.ConstantOf("schema_definition") is not { IsBytes: true } file)
        {
            return null;
        }
        // What is wrong with the file is an error of each call, as upstream has it, and not of the program.
        if (!ProgramFile.TryRead(call, Declared.Name, file.Text, out var bytes, out var problem))
        {
            return new Prepared(
                null,
                $"JSON schema not found: Failed to open schema definition file '{file.Text}': {problem}"
            );
        }
        if (!VrlJson.TryParse(bytes, out var schema, out problem))
        {
            return new Prepared(
                null,
                $"JSON schema not found: Failed to parse schema definition file '{file.Text}': {problem}"
            );
        }
        return SchemaDocument.TryRead(schema, out var document, out problem)
            ? new Prepared(document, "")
            : new Prepared(null, $"Failed to compile schema: {problem}");
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Bytes.Span;
        if (text.IsEmpty)
        {
            return Value.Fail("Empty JSON value");
        }
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        var instance = Value.Null;
        if (!text.IsEmpty && !VrlJson.TryParse(text, out instance, out var problem))
        {
            return Value.Fail($"Invalid JSON: {problem}");
        }
        var (document, missing) = (Prepared)arguments.Prepared!;
        if (document is null)
        {
            return Value.Fail(missing);
        }
        if (
            document.UnknownFormat is { } unknown
            && arguments[2] is not { IsBoolean: true, Boolean: true }
        )
        {
            return Value.Fail(
                $"Failed to compile schema: Unknown format: '{unknown}'. Adjust configuration to ignore unrecognized formats"
            );
        }
        if (SchemaValidator.Validate(document, instance, out var errors) is { } reason)
        {
            return Value.Fail($"JSON schema validation was given up: {reason}");
        }
        return errors.Count == 0
            ? Value.True
            : Value.Fail(
                $"JSON schema validation failed: {string.Join(", ", errors.Select(error => $"{error.Message} at {(error.Path.Length == 0 ? "/" : error.Path)}"))}"
            );
    }

    /// <summary>The schema, or why there is none.</summary>
    private sealed record Prepared(SchemaDocument? Document, string Problem);
}
