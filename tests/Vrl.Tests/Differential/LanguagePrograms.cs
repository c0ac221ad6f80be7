namespace Vrl.Tests.Differential;

/// <summary>Programs of every construct of the language, mostly small.</summary>
internal sealed class LanguagePrograms(Random random)
{
    private const string Event =
        """{"i": 5, "f": 2.5, "s": "str", "b": true, "n": null, "a": [1, "x", {"k": 3}], "o": {"p": 1, "q": {"r": []}}, "e": ""}""";

    private const string Before = "x = {\"a\": [1], \"b\": \"c\"}\ny = [1, {}]\nv = 1\nw = \"w\"\n";

    private static readonly string[] places =
    [
        ".",
        ".i",
        ".f",
        ".s",
        ".b",
        ".n",
        ".a",
        ".o",
        ".a[0]",
        ".a[-1]",
        ".a[2].k",
        ".a[-5]",
        ".o.p",
        ".o.q.r[1]",
        ".new.x[2]",
        ".\"quoted key\"",
        ".@at",
        "%",
        "%m.x",
        "x",
        "x.a",
        "x.a[0]",
        "x.c.d",
        "y",
        "y[1]",
        "y[-2].c",
        "v",
        "w",
        "_",
        "z",
    ];

    private static readonly string[] constants =
    [
        "0",
        "1",
        "-3",
        "1_0",
        "9223372036854775807",
        "0.0",
        "2.5",
        "-0.5",
        "1.0",
        "\"\"",
        "\"a\"",
        "\"ünï\"",
        "s'raw\\n'",
        "\"{{ w }}!\"",
        "\"{{ v }} {{ x }}\"",
        "\"😀 \\\"q\\\" \\n\"",
        "true",
        "false",
        "null",
        "{}",
        "[]",
        "[1, \"x\", null]",
        "{\"a\": {\"b\": [1]}, \"c\": true}",
        "t'2020-01-01T00:00:00Z'",
        "t'2021-02-03T04:05:06.5+01:00'",
        "r'a+'",
    ];

    private static readonly string[] operators =
    [
        "+",
        "-",
        "*",
        "/",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "&&",
        "||",
        "??",
        "|",
    ];

    /// <summary>The next program; in turns all operators with operands of all kinds, and whatever else.</summary>
    public Case Next(int turn) =>
        new(
            (turn % 3) switch
            {
                0 => Operation(turn / 3),
                1 => Before + Statement(1),
                _ => Before + Statements(1 + random.Next(2), 2),
            },
            Event
        );

    private string Operation(int turn)
    {
        var @operator = operators[turn % operators.Length];
        var operation = $"{Operand()} {@operator} {Operand()}";
        var source = random.Next(5) switch
        {
            0 => operation,
            1 => $"[({operation}) ?? \"failed\"]",
            2 => $"r, e = {operation}\n[r, e]",
            3 => $"r = {operation}\nencode_json(r)",
            _ => $"if {operation} {{ 1 }} else {{ 2 }}",
        };
        return Before + source;
    }

    private string Operand() =>
        random.Next(6) switch
        {
            < 3 => Pick(constants),
            3 => Pick(".i", ".f", ".s", ".b", ".n", ".a", ".o", ".e", "x", "y", "v", "w"),
            4 => Pick(
                "int!(.i)",
                "string!(.s)",
                "float!(.f)",
                "bool!(.b)",
                "array!(.a)",
                "object!(.o)"
            ),
            _ => Pick(places),
        };

    private string Statements(int count, int depth) =>
        string.Join(
            random.Next(4) == 0 ? "; " : "\n",
            Enumerable.Range(0, count).Select(_ => Statement(depth))
        );

    private string Statement(int depth)
    {
        if (depth == 0)
        {
            return Expression(0);
        }
        return random.Next(16) switch
        {
            < 3 => Expression(depth),
            < 6 => $"{Pick(places)} = {Expression(depth - 1)}",
            6 => $"{Pick(places)} |= {Expression(depth - 1)}",
            < 9 => $"{Pick(places)}, err = {Expression(depth - 1)}",
            9 => $"{Pick(places)}, {Pick(places)} = {Expression(depth - 1)}",
            10 => $"if {Expression(depth - 1)} {{ {Statements(1, depth - 1)} }}",
            11 =>
                $"if exists({Pick(places)}) {{ {Statements(1, depth - 1)} }} else {{ {Statements(1, depth - 1)} }}",
            12 =>
                $"if (t = {Expression(0)}; t == {Expression(0)}) {{ {Statements(1, depth - 1)} }} else if .b == true {{ {Statements(1, depth - 1)} }}",
            13 => $"return {Expression(depth - 1)}",
            14 => $"abort {Expression(depth - 1)}",
            _ =>
                $"for_each({Pick("x", "y", "{\"a\": 1}", "array!(.a)", "object!(.o)", Expression(0))}) -> |k, t| {{ {Statements(1, depth - 1)} }}",
        };
    }

    private string Expression(int depth)
    {
        if (depth == 0)
        {
            return Operand();
        }
        var inner = Expression(depth - 1);
        return random.Next(16) switch
        {
            < 3 => Operand(),
            < 7 => $"{inner} {Pick(operators)} {Expression(depth - 1)}",
            7 => $"({inner})",
            8 => $"!{inner}",
            9 => $"[{inner}, {Expression(depth - 1)}]{Pick("", "[0]", "[-1]", "[5]")}",
            10 => $"{{\"a\": {inner}, \"b\": {Expression(depth - 1)}}}{Pick("", ".a", ".b", ".c")}",
            11 => $"{{ {Statements(1 + random.Next(2), depth - 1)} }}",
            12 => $"del({Pick(places)})",
            13 => $"to_string({inner}){Pick("", " ?? \"d\"")}",
            14 =>
                $"{Pick("string", "int", "float", "bool", "array", "object", "to_float", "to_bool", "length", "upcase")}{Pick("", "!")}({inner})",
            _ =>
                $"map_values({Pick("x", "y", "{\"a\": 1}", "array!(.a)")}) -> |t| {{ {Statements(1, depth - 1)} }}",
        };
    }

    private string Pick(params string[] items) => items[random.Next(items.Length)];
}
