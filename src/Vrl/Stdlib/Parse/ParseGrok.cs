using Freshet.Vrl.Grok;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

internal sealed class ParseGrok : Function
{
    private static readonly Signature Declared = new(
        "parse_grok",
        "Parse",
        "Takes fields out of a text by a grok expression: a regular expression in which %{NAME} stands for a pattern of the library, and %{NAME:field} makes a field of what it matches.",
        new TypeDef(Kind.Object, IsFallible: true),
        new Parameter("value", Kinds.Bytes, "The text."),
        new Parameter("pattern", Kinds.Bytes, "The grok expression.") { Form = ArgumentForm.Static }
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Take a line of a log apart",
            """parse_grok!("2020-10-02T23:22:12.223222Z info Hello world", "%{TIMESTAMP_ISO8601:timestamp} %{LOGLEVEL:level} %{GREEDYDATA:message}")""",
            """{"timestamp": "2020-10-02T23:22:12.223222Z", "level": "info", "message": "Hello world"}"""
        ),
        new(
            "A group with a name is a field too",
            """parse_grok!("port 8080", s'port (?<port>\d+)')""",
            """{"port": "8080"}"""
        ),
        new(
            "What does not take part is no field",
            """parse_grok!("info", "(%{TIMESTAMP_ISO8601:timestamp}|%{LOGLEVEL:level})")""",
            """{"level": "info"}"""
        ),
        new(
            "A text that does not match",
            """parse_grok!("an ungrokkable message", "%{TIMESTAMP_ISO8601:timestamp}")""",
            null,
            "unable to parse input with grok pattern"
        ),
    ];

    protected internal override object? Prepare(CallSite call)
    {
        if (call.ConstantOf("pattern") is not { IsBytes: true } expression)
        {
            return null;
        }
        if (
            !GrokPattern.TryParse(
                expression.Text,
                GrokLibrary.Patterns,
                out var pattern,
                out var error
            )
        )
        {
            call.Error(112, $"grok pattern error: {error}", "pattern");
        }
        return pattern;
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var pattern = (GrokPattern)arguments.Prepared!;
        if (pattern.Match(arguments[0].Text) is not { } match)
        {
            return Value.Fail("unable to parse input with grok pattern");
        }
        var result = new VrlObject(pattern.Fields.Count);
        foreach (var field in pattern.Fields)
        {
            if (match.Group(field.Group) is { Success: true } group)
            {
                result.Set(field.Name, group.Value);
            }
        }
        return Value.From(result);
    }
}
