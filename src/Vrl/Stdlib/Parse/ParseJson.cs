using System.Text;
using System.Text.Unicode;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_json</c></summary>
internal sealed class ParseJson : Function
{
    /// <summary>How deep a text may be nested that is given in part as text again: reading it all the same takes the stack.</summary>
    private const int MaxDepthOfRaw = 1000;

    private static readonly Signature signature = new(
        "parse_json",
        "Parse",
        "Reads a JSON document.",
        JsonResult.Type,
        new Parameter("value", Kinds.Bytes, "The document."),
        Parameter.Optional(
            "max_depth",
            Kinds.Integer,
            "How many levels are read, 1 to 128; what is deeper stays the text that it is."
        ),
        Parameter.Optional(
            "lossy",
            Kinds.Boolean,
            Value.True,
            "Whether bytes that are no UTF-8 are replaced by U+FFFD rather than refused."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("An object is read", """parse_json!(s'{"key": "val"}')""", """{"key": "val"}"""),
        new("An array is read", """parse_json!("[true, 0, 1.5, null]")""", "[true, 0, 1.5, null]"),
        new("A string is read", """parse_json!(s'"hello"')""", "\"hello\""),
        new(
            "An integer beyond 64 bits is a float",
            """parse_json!("[42, 9223372036854775808]")""",
            "[42, 9.223372036854775808e18]"
        ),
        new(
            "The text is no JSON",
            """parse_json!("{ INVALID }")""",
            Result: null,
            "unable to parse json: key must be a string at line 1 column 3"
        ),
        new(
            "What is too deep stays text",
            """parse_json!(s'{"a": {"b": [1, 2]}, "c": 3}', max_depth: 1)""",
            """{"a": "{\"b\": [1, 2]}", "c": 3}"""
        ),
        new(
            "Bytes that are no UTF-8 are refused",
            """parse_json!("\"ok\"", lossy: false)""",
            "\"ok\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var bytes = arguments[0].Bytes.Span;
        var rawDepth = int.MaxValue;
        if (arguments[1].IsInteger)
        {
            var depth = arguments[1].Integer;
            if (depth is < 0 or > byte.MaxValue)
            {
                return Value.Fail("out of range integral type conversion attempted");
            }
            if (depth is < 1 or > 128)
            {
                return Value.Fail(
                    $"max_depth value should be greater than 0 and less than 128, got {depth}"
                );
            }
            rawDepth = (int)depth;
        }
        if (arguments[2].Boolean && !Utf8.IsValid(bytes))
        {
            bytes = Encoding.UTF8.GetBytes(arguments[0].Text);
        }
        var isWhole = rawDepth == int.MaxValue;
        if (isWhole && bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }
        var maxDepth = isWhole ? VrlJson.DefaultMaxDepth : MaxDepthOfRaw;
        if (VrlJson.TryParse(bytes, out var value, out var error, maxDepth, rawDepth))
        {
            return value;
        }
        return Value.Fail($"unable to {(isWhole ? "parse" : "read")} json: {error}");
    }
}
