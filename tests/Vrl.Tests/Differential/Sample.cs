using System.Text;
using System.Text.RegularExpressions;
using Freshet.Vrl;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Vrl.Tests.Differential;

/// <summary>A value to give to a function.</summary>
/// <param name="Source">It as an expression.</param>
/// <param name="Value">It.</param>
internal sealed partial record Sample(string Source, Value Value)
{
    private static readonly (Kinds Kinds, string[] Sources)[] edges =
    [
        (
            Kinds.Bytes,
            [
                "\"\"",
                "\"a\"",
                "\" Foo bar \"",
                "\"ünï ✓ 😀\"",
                "\"1,2;3 4\"",
                "\"-17.50\"",
                "\"0x1F\"",
                "\"a=b c=\\\"d e\\\"\"",
                "\"{\\\"a\\\": [1, null]}\"",
                "\"2021-02-03T04:05:06.789Z\"",
                "\"10.1.2.3\"",
                "\"::1\"",
                "\"true\"",
                "\"someCamelCase and_snake-kebab\"",
                "s'\\n'",
            ]
        ),
        (
            Kinds.Integer,
            [
                "0",
                "1",
                "-1",
                "2",
                "7",
                "16",
                "255",
                "1609459200",
                "9223372036854775807",
                "-9223372036854775807",
            ]
        ),
        (Kinds.Float, ["0.0", "-0.5", "2.5", "1.0", "1000.0", "123456789.125", "0.000001"]),
        (Kinds.Boolean, ["true", "false"]),
        (
            Kinds.Timestamp,
            [
                "t'1970-01-01T00:00:00Z'",
                "t'2021-02-03T04:05:06.789+02:00'",
                "t'1969-12-31T23:59:59.999999999Z'",
            ]
        ),
        (Kinds.Regex, ["r'a'", "r'(?P<word>\\w+)'", "r'^(\\d+)[,;](.*)$'", "r''", "r'(?i)O+'"]),
        (Kinds.Null, ["null"]),
        (
            Kinds.Array,
            [
                "[]",
                "[1, 2, 3]",
                "[\"a\", \"b\", \"a\"]",
                "[null, \"\", [], {}, 0, [[1], [2, [3]]]]",
                "[[\"a\", 1], [\"b\", 2]]",
                "[{\"k\": \"v\"}, {\"k\": 1.5}]",
            ]
        ),
        (
            Kinds.Object,
            [
                "{}",
                "{\"a\": 1, \"b\": \"two\"}",
                "{\"a\": {\"b\": {\"c\": [1, {\"d\": null}]}}, \"e.f\": \"\"}",
                "{\"level\": \"info\", \"msg\": \"a b\", \"x\": true}",
                "{\"a\": null, \"b\": [], \"c\": {}, \"d\": \"\"}",
            ]
        ),
    ];

    /// <summary>Values of each kind, the common ones and the odd ones.</summary>
    public static IReadOnlyList<(Kinds Kind, Sample Sample)> Edges { get; } =
    [
        .. from edge in edges
        from source in edge.Sources
        let sample = Of(source)
        where sample is not null
        select (edge.Kinds, sample),
    ];

    /// <summary>The value as JSON, if it is the same value behind JavaScript's numbers: then it may come from the event as well.</summary>
    public string? Json =>
        Value.IsTimestamp
        || Value.IsRegex
        || VrlJson.Write(Value) is var json && NumberOfItsOwn().IsMatch(json)
            ? null
            : json;

    /// <summary>The sample that an expression is, if it needs no more than itself.</summary>
    public static Sample? Of(string source)
    {
        if (VrlCompiler.Compile(source).Program is not { } program || program.Reads("."))
        {
            return null;
        }
        var (@event, metadata) = (Value.From(new VrlObject()), Value.From(new VrlObject()));
        var run = program.Run(ref @event, ref metadata);
        return run.IsSuccess ? new(source, run.Value) : null;
    }

    public static Sample Text(string text) => new(Literal(text), text);

    /// <summary>The arguments for each parameter of a function in its own examples.</summary>
    public static ILookup<string, Sample> InExamples(Freshet.Vrl.Stdlib.Function function) =>
        (
            from example in function.Examples
            let source = Encoding.UTF8.GetBytes(example.Source)
            from call in Calls(Parser.Parse(example.Source).Program, function.Signature.Name)
            from argument in call.Arguments.Select(
                (argument, index) =>
                    (
                        argument.Name
                            ?? function.Signature.Parameters.ElementAtOrDefault(index)?.Name,
                        argument.Value.Span
                    )
            )
            let sample = Of(
                Encoding.UTF8.GetString(source.AsSpan()[argument.Span.Start..argument.Span.End])
            )
            where argument.Item1 is not null && sample is not null
            select (argument.Item1, sample)
        ).ToLookup(pair => pair.Item1, pair => pair.sample, StringComparer.Ordinal);

    private static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var character in text)
        {
            literal.Append(
                character switch
                {
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    '\0' => "\\0",
                    '\\' or '"' or '{' or '}' => $"\\{character}",
                    _ => character,
                }
            );
        }
        return literal.Append('"').ToString();
    }

    private static IEnumerable<CallNode> Calls(Node? node, string name) =>
        node switch
        {
            CallNode call => call
                .Arguments.SelectMany(argument => Calls(argument.Value, name))
                .Concat(call.Closure is { } closure ? Calls(closure.Body, name) : [])
                .Concat(call.Name == name ? [call] : []),
            BlockNode block => block.Expressions.SelectMany(inner => Calls(inner, name)),
            AssignmentNode assignment => Calls(assignment.Value, name),
            FallibleAssignmentNode assignment => Calls(assignment.Value, name),
            BinaryNode binary => Calls(binary.Left, name).Concat(Calls(binary.Right, name)),
            GroupNode group => Calls(group.Inner, name),
            PathNode path => Calls(path.Inner, name),
            ArrayNode array => array.Items.SelectMany(item => Calls(item, name)),
            _ => [],
        };

    /// <summary>An integer beyond 53 bits, or a float that has no fraction.</summary>
    [GeneratedRegex(@"\d{16,}|\d\.0\b|\d[eE]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberOfItsOwn();
}
