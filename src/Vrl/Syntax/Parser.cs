using System.Text;
using Freshet.Vrl.Diagnostics;

namespace Freshet.Vrl.Syntax;

/// <summary>
/// Reads a program by recursive descent. A method that reads something gives null where that is not to be read: then <see cref="failure"/> says why, and the whole
/// expression at the program's root is given up, up to the next new line or semicolon.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>How deep expressions can stand in brackets, blocks and right sides of assignments.</summary>
    public const int MaximumNesting = 128;

    /// <summary>How deep the tree can be, which long chains of operators and of <c>else if</c> make deep as well.</summary>
    public const int MaximumDepth = 1024;

    private readonly byte[] source;
    private readonly IReadOnlyList<Token> tokens;
    private readonly List<Diagnostic> diagnostics = [];
    private int position;
    private int nesting;
    private Diagnostic? failure;

    private Parser(byte[] source, IReadOnlyList<Token> tokens)
    {
        this.source = source;
        this.tokens = tokens;
    }

    /// <summary>Reads a program. Never throws, whatever the source.</summary>
    public static ParseResult Parse(string source)
    {
        var bytes = Encoding.UTF8.GetBytes(source);
        var (tokens, error) = Lexer.Read(bytes);
        return error is null
            ? new Parser(bytes, tokens).Program()
            : new ParseResult(Program: null, [error]);
    }

    private Token Current => tokens[position];

    private int PreviousEnd => position == 0 ? 0 : tokens[position - 1].Span.End;

    /// <summary>Whether the current token touches the one before it.</summary>
    private bool Touches => Current.Span.Start == PreviousEnd;

    private bool At(TokenKind kind) => Current.Kind == kind;

    private bool NextIs(TokenKind kind) =>
        position + 1 < tokens.Count && tokens[position + 1].Kind == kind;

    private Token Take()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
        {
            position++;
        }
        return token;
    }

    private bool Accept(TokenKind kind)
    {
        if (!At(kind))
        {
            return false;
        }
        Take();
        return true;
    }

    private bool Expect(TokenKind kind, string what)
    {
        if (Accept(kind))
        {
            return true;
        }
        Fail(what);
        return false;
    }

    private void SkipNewlines()
    {
        while (Accept(TokenKind.Newline)) { }
    }

    /// <summary>From there to the last token that was taken; nothing where none was.</summary>
    private Span From(Span start) => new(start.Start, Math.Max(start.Start, PreviousEnd));

    private ParseResult Program()
    {
        var expressions = new List<Node>();
        SkipNewlines();
        while (!At(TokenKind.End))
        {
            expressions.Add(RootExpression());
            EndOfExpression();
        }
        return new ParseResult(new BlockNode(new Span(0, source.Length), expressions), diagnostics);
    }

    private Node RootExpression()
    {
        var start = position;
        var found = diagnostics.Count;
        if (Expression() is { } node)
        {
            if (At(TokenKind.End) || At(TokenKind.Newline) || At(TokenKind.Semicolon))
            {
                if (position - start <= MaximumDepth || TreeDepth.IsWithin(node, MaximumDepth))
                {
                    return node;
                }
                TooDeep(node.Span);
            }
            else
            {
                Fail("an operator, a new line or \";\"");
            }
        }
        while (!At(TokenKind.End) && !At(TokenKind.Newline) && !At(TokenKind.Semicolon))
        {
            Take();
        }
        diagnostics.RemoveRange(found, diagnostics.Count - found);
        return Wrong(failure!, From(tokens[start].Span));
    }

    /// <summary>Tells what is wrong, and goes on.</summary>
    private ErrorNode Wrong(Diagnostic diagnostic, Span span)
    {
        diagnostics.Add(diagnostic);
        return new ErrorNode(span) { Diagnostic = diagnostic };
    }

    /// <summary>New lines, or a semicolon and any new lines behind it.</summary>
    private bool EndOfExpression()
    {
        if (!Accept(TokenKind.Semicolon) && !At(TokenKind.Newline))
        {
            return false;
        }
        SkipNewlines();
        return true;
    }

    /// <summary>Reads what stands inside something else.</summary>
    private T? Nested<T>(Func<Parser, T?> read)
        where T : class
    {
        if (nesting == MaximumNesting)
        {
            TooDeep(Current.Span);
            return null;
        }
        nesting++;
        var result = read(this);
        nesting--;
        return result;
    }

    private void TooDeep(Span span) =>
        failure = SyntaxError.At(
            203,
            span,
            $"expressions nest more than {MaximumNesting} deep, or {MaximumDepth} operators follow each other",
            "assign a part of it to a variable first"
        );

    /// <summary>The current token cannot stand here.</summary>
    /// <param name="expected">What can.</param>
    private void Fail(string expected) =>
        failure = Current.Kind switch
        {
            TokenKind.End => SyntaxError.At(
                204,
                Current.Span,
                "unexpected end of program",
                $"expected {expected}"
            ),
            TokenKind.Reserved => SyntaxError.Create(
                205,
                "reserved keyword",
                Current.Span,
                "the language keeps this name for later",
                "choose another name"
            ),
            _ => FailWithToken(expected),
        };

    private Diagnostic FailWithToken(string expected)
    {
        var isNegative =
            Current.Kind is TokenKind.Integer or TokenKind.Float
            && source[Current.Span.Start] == '-';
        return SyntaxError.At(
            203,
            Current.Span,
            $"unexpected {Describe()}",
            isNegative
                ? $"expected {expected}; to subtract, put a space behind the minus"
                : $"expected {expected}"
        );
    }

    private string Describe()
    {
        const int most = 40;
        if (At(TokenKind.Newline))
        {
            return "new line";
        }
        var text = Text(Current.Span);
        return text.Length <= most && !text.Contains('\n', StringComparison.Ordinal)
            ? $"\"{text}\""
            : Current.Kind.ToString().ToLowerInvariant();
    }

    private string Text(Span span) =>
        Encoding.UTF8.GetString(source, span.Start, span.End - span.Start);
}
