using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Typing;

namespace Vrl.Tests.Conformance;

/// <summary>Programs that call a function with arguments made by chance, of right kinds and wrong ones.</summary>
internal sealed class RandomCall(Random random)
{
    /// <summary>What the programs run on.</summary>
    public const string Event = """
        {"i": 5, "big": 9223372036854775807, "f": 2.5, "s": "Some String_x 12", "b": true, "n": null, "a": [1, "x", {"k": [3]}, null], "o": {"p": 1, "q": {"r": ""}}}
        """;

    private static readonly (Kinds Kind, string[] Texts)[] literals =
    [
        (
            Kinds.Bytes,
            [
                "\"\"",
                "\"a\"",
                "\"Hello wörld 😀 foo_bar\"",
                "\"-12.5e3\"",
                "\"{\\\"a\\\": [1, 2.0, null]}\"",
                "\"[[[[[[[[\"",
                "\"k=v x=\\\"y z\\\" \\\\\"",
                "\"<a b='c'><d/>&lt;</a>\"",
                "\"10.0.0.1\"",
                "\"fe80::1/64\"",
                "\"2021-02-03T04:05:06Z\"",
                "\"%Y-%m-%d %\"",
                "\"%{WORD:x} (((\"",
                "\"https://u:p@example.com:80/p?q=1#f\"",
                "\"aGVsbG8=\"",
                "\"1h 5m\"",
                "\"\\0\\u{FFFD}\\n\"",
                "\"ab\" * 2000",
            ]
        ),
        (
            Kinds.Integer,
            ["0", "1", "-1", "7", "64", "1000000", "9223372036854775807", "-9223372036854775808"]
        ),
        (Kinds.Float, ["0.0", "-0.5", "2.5", "1234567.891", "0.0000000000000000000000001"]),
        (Kinds.Boolean, ["true", "false"]),
        (
            Kinds.Timestamp,
            [
                "t'2021-02-03T04:05:06.789Z'",
                "t'0001-01-01T00:00:00Z'",
                "t'9999-12-31T23:59:59.999999999Z'",
            ]
        ),
        (Kinds.Regex, ["r''", "r'(?P<x>\\w+)|(y)*'", "r'[a-z]+?$'"]),
        (Kinds.Null, ["null"]),
        (
            Kinds.Array,
            [
                "[]",
                "[1, \"x\", null]",
                "[\"a\", \"b\"]",
                "[[1], [[2]]]",
                "[{\"key\": \"k\", \"value\": 1}]",
                "[\"a\", -9223372036854775808]",
            ]
        ),
        (
            Kinds.Object,
            [
                "{}",
                "{\"a\": 1}",
                "{\"a\": {\"b\": [1, {\"c\": null}]}, \"\": 2.5}",
                "{\"a.b\": \"x y\", \"a.c\": true}",
            ]
        ),
    ];

    private static readonly string[] places =
    [
        ".",
        ".i",
        ".big",
        ".f",
        ".s",
        ".b",
        ".n",
        ".a",
        ".o",
        ".a[-1]",
        ".missing.x[3]",
        "%m",
        "x",
        "x.y[0]",
    ];

    private static readonly string[] closures =
    [
        "|a| { a }",
        "|a, b| { [a, b] }",
        "|_a, b| { b == 1 }",
        "|a| { upcase!(a) }",
        "|a| { \"x\" }",
        "|a, b| { .new = b; abort }",
    ];

    /// <summary>A program that calls the function.</summary>
    public string Program(Signature signature)
    {
        var arguments = new List<string>();
        foreach (var parameter in signature.Parameters)
        {
            if (parameter.IsRequired ? random.Next(40) > 0 : random.Next(2) > 0)
            {
                var name = random.Next(2) > 0 || !parameter.IsRequired ? $"{parameter.Name}: " : "";
                arguments.Add(name + Argument(parameter));
            }
        }
        var closure =
            random.Next(30) == 0 == signature.Closure is null ? $" -> {Any(closures)}" : "";
        var call =
            $"{signature.Name}{Any(["", "!", "!"])}({string.Join(", ", arguments)}){closure}";
        return "x = {\"y\": [1, \"z\"]}\n"
            + random.Next(6) switch
            {
                0 => $"r, err = {call}\n[r, err]",
                1 => $"{call} ?? \"else\"",
                2 => $".new = {call}\n.",
                3 => $"[{call}, {call}]",
                _ => call,
            };
    }

    private string Argument(Parameter parameter) =>
        random.Next(10) switch
        {
            0 or 1 => Any(places),
            2 => Any(Any(literals).Texts),
            _ when parameter.Variants.Count > 0 => $"\"{Any(parameter.Variants)}\"",
            _ when parameter.Form == ArgumentForm.Query => Any(places),
            _ => Any(
                Any([.. literals.Where(pair => (pair.Kind & parameter.Kinds) != Kinds.Never)]).Texts
            ),
        };

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
