using System.Text.RegularExpressions;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Vrl.Tests.Stdlib;

/// <summary>What the language has a function look like: a line of <c>tests/data/vrl/functions.tsv</c>.</summary>
/// <param name="Category">The reference's category.</param>
/// <param name="Parameters">Names, kinds and defaults.</param>
/// <param name="HasClosure">Whether a call has a closure.</param>
/// <param name="IsFallible">Whether a call may fail whatever its arguments are; null where that depends on them.</param>
internal sealed partial record FunctionFacts(
    string Category,
    IReadOnlyList<ParameterFacts> Parameters,
    bool HasClosure,
    bool? IsFallible
)
{
    private static readonly Dictionary<string, FunctionFacts> all = File.ReadLines(
            Path.Combine(AppContext.BaseDirectory, "data", "vrl", "functions.tsv")
        )
        .Skip(1)
        .Select(line => line.Split('\t'))
        .ToDictionary(columns => columns[0], Read, StringComparer.Ordinal);

    public static FunctionFacts? Of(string name) => all.GetValueOrDefault(name);

    private static FunctionFacts Read(string[] columns)
    {
        var arguments = columns[2];
        return new(
            columns[1],
            [
                .. ParameterPattern()
                    .Matches(arguments)
                    .Select(match => new ParameterFacts(
                        match.Groups["name"].Value,
                        Read(match.Groups["kinds"].Value),
                        !match.Groups["optional"].Success,
                        match.Groups["default"].Success
                            ? match.Groups["default"].Value.Trim()
                            : null,
                        match.Groups["variants"].Success ? match.Groups["variants"].Value : null
                    )),
            ],
            arguments.Contains("closure", StringComparison.Ordinal),
            columns[4] switch
            {
                "yes" => true,
                "no" => false,
                _ => null,
            }
        );
    }

    private static Kinds Read(string kinds) =>
        kinds
            .Split('|')
            .Aggregate(
                Kinds.Never,
                (all, kind) =>
                    all
                    | kind switch
                    {
                        "string" => Kinds.Bytes,
                        "any" => Kinds.Any,
                        _ => Enum.Parse<Kinds>(kind, ignoreCase: true),
                    }
            );

    [GeneratedRegex(
        @"(?:^|, )(?<name>\w+)(?<optional>\?)?:(?<kinds>[a-z|]+)(?:=(?<default>.*?))?(?: in\((?<variants>.*?)\))?(?=$|, \w+\??:|,? \+ closure)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex ParameterPattern();
}

/// <summary>What the language has a parameter look like.</summary>
internal sealed record ParameterFacts(
    string Name,
    Kinds Kinds,
    bool IsRequired,
    string? Default,
    string? Variants
)
{
    public static ParameterFacts Of(Parameter parameter) =>
        new(
            parameter.Name,
            parameter.Kinds,
            parameter.IsRequired,
            parameter.Default.IsMissing ? null
                : parameter.Default.IsBytes ? parameter.Default.Text.Trim()
                : VrlJson.Write(parameter.Default),
            parameter.Variants.Count == 0 ? null : string.Join('/', parameter.Variants)
        );

    /// <summary>Whether the default is one that can be written as a value.</summary>
    public bool HasPlainDefault =>
        Default is not (null or "" or "`now()`" or "String length" or "{ }" or "{  }");
}
