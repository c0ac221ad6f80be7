namespace Freshet.Vrl.Syntax;

/// <summary>The names and signs that mean something to the language.</summary>
internal static class Words
{
    private static readonly Dictionary<string, TokenKind> Names = new(StringComparer.Ordinal)
    {
        ["if"] = TokenKind.If,
        ["else"] = TokenKind.Else,
        ["null"] = TokenKind.Null,
        ["true"] = TokenKind.True,
        ["false"] = TokenKind.False,
        ["abort"] = TokenKind.Abort,
        ["return"] = TokenKind.Return,
    };

    private static readonly Dictionary<string, TokenKind> Signs = new(StringComparer.Ordinal)
    {
        ["="] = TokenKind.Assign,
        ["|="] = TokenKind.MergeAssign,
        ["*"] = TokenKind.Multiply,
        ["/"] = TokenKind.Divide,
        ["+"] = TokenKind.Add,
        ["-"] = TokenKind.Subtract,
        ["|"] = TokenKind.Pipe,
        [">"] = TokenKind.Greater,
        [">="] = TokenKind.GreaterOrEqual,
        ["<"] = TokenKind.Less,
        ["<="] = TokenKind.LessOrEqual,
        ["=="] = TokenKind.Equal,
        ["!="] = TokenKind.NotEqual,
        ["&&"] = TokenKind.And,
        ["||"] = TokenKind.Or,
        ["??"] = TokenKind.Coalesce,
    };

    static Words()
    {
        const string reserved = """
            array bool boolean break continue do emit float for forall foreach all each any try undefined int integer iter object
            regex string traverse timestamp duration unless walk while loop
            """;
        foreach (var name in reserved.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            Names.Add(name, TokenKind.Reserved);
        }
    }

    /// <summary>What a name is that is not called.</summary>
    public static TokenKind Name(string name) =>
        Names.TryGetValue(name, out var kind) ? kind
        : name.Contains('@', StringComparison.Ordinal) ? TokenKind.PathField
        : TokenKind.Identifier;

    /// <summary>What a run of operator characters is; false if the language has no such operator.</summary>
    public static bool TrySign(string sign, out TokenKind kind) =>
        Signs.TryGetValue(sign, out kind);
}
