namespace Freshet.Vrl.Syntax;

/// <summary>What a <see cref="Token"/> is.</summary>
internal enum TokenKind
{
    /// <summary>After the last token; stands where that ends.</summary>
    End,
    Newline,
    Semicolon,

    Identifier,

    /// <summary>A name with <c>@</c> in it, which only a path can have.</summary>
    PathField,

    /// <summary>A name with <c>(</c> or <c>!</c> right behind it.</summary>
    FunctionName,

    /// <summary>A name that the language keeps for later.</summary>
    Reserved,

    If,
    Else,
    Null,
    True,
    False,
    Abort,
    Return,

    String,
    RawString,
    Integer,
    Float,
    Regex,
    Timestamp,

    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,

    Dot,
    Percent,
    Comma,
    Colon,
    Underscore,
    Arrow,
    Assign,
    MergeAssign,

    Bang,
    Multiply,
    Divide,
    Add,
    Subtract,

    /// <summary><c>|</c>: between operands, and around the parameters of a closure.</summary>
    Pipe,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    And,

    /// <summary><c>||</c>: between operands, and for a closure without parameters.</summary>
    Or,
    Coalesce,

    /// <summary>A character that no rule knows.</summary>
    Invalid,
}
