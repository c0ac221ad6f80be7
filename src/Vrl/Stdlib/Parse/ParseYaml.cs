using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;
using Freshet.Vrl.Yaml;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_yaml</c></summary>
internal sealed class ParseYaml : Function
{
    private static readonly Signature signature = new(
        "parse_yaml",
        "Parse",
        "Reads a YAML document.",
        JsonResult.Type,
        new Parameter("value", Kinds.Bytes, "The document.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A mapping is read", "parse_yaml!(s'key: val')", """{"key": "val"}"""),
        new(
            "Scalars are what they look like",
            """parse_yaml!("[42, 42.13, 0x1F, 007, true, ~, yes, '1']")""",
            """[42, 42.13, 31, "007", true, null, "yes", "1"]"""
        ),
        new(
            "Collections in both styles",
            """
            parse_yaml!(s'
                object:
                    string: value
                    number: 42
                    array:
                    - hello
                    - world
                    json_array: ["hello", "world"]
            ')
            """,
            """{"object": {"array": ["hello", "world"], "json_array": ["hello", "world"], "number": 42, "string": "value"}}"""
        ),
        new("A string is read", """parse_yaml!(s'"hello"')""", "\"hello\""),
        new("JSON is YAML", """parse_yaml!(s'{"key": "val"}')""", """{"key": "val"}"""),
        new(
            "The text is no YAML",
            """parse_yaml!(s'{"field": "value')""",
            Result: null,
            "unable to parse yaml: found unexpected end of stream at line 1 column 17, while scanning a quoted scalar at line 1 column 11"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Bytes.Span;
        if (text.StartsWith("\uFEFF"u8))
        {
            text = text[3..];
        }
        return YamlLoader.TryLoad(text, out var value, out var error)
            ? value
            : Value.Fail($"unable to parse yaml: {error}");
    }
}
