using System.Buffers;
using System.Text;
using Freshet.Vrl.Diagnostics;

namespace Freshet.Vrl.Syntax;

/// <summary>
/// Splits a source into tokens. White space and comments are dropped, but a path's parts must touch each other, which the parser sees by the tokens' places.
/// </summary>
internal sealed partial class Lexer
{
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create(
        "@_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8
    );
    private static readonly SearchValues<byte> SignBytes = SearchValues.Create("!&*+-/<=>?|"u8);
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789_"u8);

    private readonly byte[] source;
    private readonly List<Token> tokens = [];
    private readonly Stack<bool> open = new();
    private int position;
    private int lastCommentEnd = int.MinValue;
    private Diagnostic? error;

    private Lexer(byte[] source) => this.source = source;

    /// <summary>All tokens, <see cref="TokenKind.End"/> last; or, where something cannot be a token, what is wrong with the first such.</summary>
    /// <param name="source">UTF-8.</param>
    public static (IReadOnlyList<Token> Tokens, Diagnostic? Error) Read(byte[] source)
    {
        var lexer = new Lexer(source);
        while (lexer.error is null && lexer.position < source.Length)
        {
            lexer.Next();
        }
        lexer.End();
        return (lexer.tokens, lexer.error);
    }

    private void Next()
    {
        var start = position;
        var first = source[position];
        switch (first)
        {
            case (byte)'\n':
                Add(TokenKind.Newline, 1);
                break;
            case (byte)' ' or (byte)'\t' or (byte)'\r' or 0x0B or 0x0C:
                position++;
                break;
            case (byte)'#':
                Comment();
                break;
            case (byte)'"':
                String();
                break;
            case (byte)'r' or (byte)'s' or (byte)'t' when Peek(1) == '\'':
                Quoted(first);
                break;
            case (byte)'_' when !NameBytes.Contains(Peek(1)):
                Add(TokenKind.Underscore, 1);
                break;
            case (byte)'-' when Peek(1) == '>':
                Add(TokenKind.Arrow, 2);
                break;
            case (byte)'!'
                when position + 1 < source.Length
                    && (Peek(1) == '!' || !SignBytes.Contains(Peek(1))):
                Add(TokenKind.Bang, 1);
                break;
            case >= (byte)'0' and <= (byte)'9':
            case (byte)'-' when char.IsAsciiDigit((char)Peek(1)):
                Number();
                break;
            case (byte)'&' when Peek(1) != '&':
                Add(TokenKind.Invalid, 1);
                break;
            case (byte)'\\':
                error = SyntaxError.At(
                    203,
                    new Span(start, start + 1),
                    "a backslash stands only in strings"
                );
                break;
            default:
                if (NameBytes.Contains(first))
                {
                    Name();
                }
                else if (SignBytes.Contains(first))
                {
                    Sign();
                }
                else if (Punctuation(first) is var kind and not TokenKind.Invalid)
                {
                    Nest(kind);
                    Add(kind, 1);
                }
                else
                {
                    Other();
                }
                break;
        }
    }

    /// <summary>The byte that many places on; a line feed, which starts nothing, behind the end.</summary>
    private byte Peek(int offset) =>
        position + offset < source.Length ? source[position + offset] : (byte)'\n';

    private void Add(TokenKind kind, int length, long bits = 0)
    {
        tokens.Add(new Token(kind, new Span(position, position + length), bits));
        position += length;
    }

    private static TokenKind Punctuation(byte value) =>
        value switch
        {
            (byte)';' => TokenKind.Semicolon,
            (byte)'(' => TokenKind.OpenParenthesis,
            (byte)')' => TokenKind.CloseParenthesis,
            (byte)'[' => TokenKind.OpenBracket,
            (byte)']' => TokenKind.CloseBracket,
            (byte)'{' => TokenKind.OpenBrace,
            (byte)'}' => TokenKind.CloseBrace,
            (byte)'.' => TokenKind.Dot,
            (byte)'%' => TokenKind.Percent,
            (byte)',' => TokenKind.Comma,
            (byte)':' => TokenKind.Colon,
            _ => TokenKind.Invalid,
        };

    /// <summary>Keeps what is open, and of each whether a path may follow its end.</summary>
    private void Nest(TokenKind kind)
    {
        switch (kind)
        {
            case TokenKind.OpenParenthesis:
                open.Push(tokens is [.., { Kind: TokenKind.FunctionName or TokenKind.Bang }]);
                break;
            case TokenKind.OpenBracket or TokenKind.OpenBrace:
                open.Push(true);
                break;
            case TokenKind.CloseParenthesis or TokenKind.CloseBracket or TokenKind.CloseBrace:
                open.TryPop(out _);
                break;
        }
    }

    private void Comment()
    {
        var length = source.AsSpan(position).IndexOf((byte)'\n');
        position = length < 0 ? source.Length : position + length;
        lastCommentEnd = position;
    }

    private int Run(SearchValues<byte> bytes)
    {
        var length = source.AsSpan(position).IndexOfAnyExcept(bytes);
        return length < 0 ? source.Length - position : length;
    }

    private string Text(int length) => Encoding.UTF8.GetString(source, position, length);

    private void Name()
    {
        var length = Run(NameBytes);
        var called = Peek(length) is (byte)'(' or (byte)'!';
        Add(called ? TokenKind.FunctionName : Words.Name(Text(length)), length);
    }

    private void Sign()
    {
        var length = Run(SignBytes);
        var sign = Text(length);
        if (Words.TrySign(sign, out var kind))
        {
            Add(kind, length);
            return;
        }
        error = SyntaxError.At(
            203,
            new Span(position, position + length),
            $"there is no operator \"{sign}\""
        );
    }

    private void Other()
    {
        Rune.DecodeFromUtf8(source.AsSpan(position), out var rune, out var length);
        if (Rune.IsWhiteSpace(rune))
        {
            position += length;
            return;
        }
        Add(TokenKind.Invalid, length);
    }

    private void End()
    {
        var end = tokens is [.., var last] ? last.Span.End : 0;
        // Something open at the end is E204, but with a comment or a literal as the last thing in it the language has a code of its own for it.
        if (error is null && open.Contains(true) && (EndsInComment() || EndsInLiteral()))
        {
            error = SyntaxError.Create(
                210,
                "unexpected parse error",
                new Span(end, end),
                "the program ends before everything is closed"
            );
        }
        tokens.Add(new Token(TokenKind.End, new Span(end, end)));
    }

    private bool EndsInComment() => lastCommentEnd >= source.Length - 1;

    private bool EndsInLiteral() =>
        tokens
            is [
                ..,
                {
                    Kind: not (
                        TokenKind.OpenParenthesis
                        or TokenKind.OpenBracket
                        or TokenKind.OpenBrace
                    )
                },
                {
                    Kind: TokenKind.String
                        or TokenKind.RawString
                        or TokenKind.Regex
                        or TokenKind.Timestamp
                } last,
            ]
        && last.Span.End == source.Length;
}
