using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Syntax;

internal sealed partial class Parser
{
    private Node? Term()
    {
        switch (Current.Kind)
        {
            case TokenKind.Null:
                return new LiteralNode(Take().Span, Value.Null);
            case TokenKind.True:
                return new LiteralNode(Take().Span, Value.True);
            case TokenKind.False:
                return new LiteralNode(Take().Span, Value.False);
            case TokenKind.Integer:
                return new LiteralNode(Current.Span, Value.From(Take().Integer));
            case TokenKind.Float:
                return new LiteralNode(Current.Span, Value.From(Take().Float));
            case TokenKind.RawString:
                return new LiteralNode(Current.Span, Value.From(Inner(Take(), 2)));
            case TokenKind.Regex:
                return new RegexLiteralNode(Current.Span, Unquoted(Take()));
            case TokenKind.Timestamp:
                return new TimestampLiteralNode(Current.Span, Unquoted(Take()));
            case TokenKind.String:
                return String();
            case TokenKind.Identifier:
                return Variable();
            case TokenKind.Dot or TokenKind.Percent:
                return Query();
            case TokenKind.FunctionName:
                return Call() is var call && call is { Closure: null } ? PathBehind(call) : call;
            case TokenKind.OpenParenthesis:
                return Group();
            case TokenKind.OpenBracket:
                return Array() is { } array ? PathBehind(array) : null;
            case TokenKind.OpenBrace:
                return Braces() is { } braces ? PathBehind(braces) : null;
            default:
                Fail("an expression");
                return null;
        }
    }

    /// <summary>What stands between the quotes.</summary>
    private string Inner(Token token, int before) =>
        Text(new Span(token.Span.Start + before, token.Span.End - 1));

    private string Unquoted(Token token) =>
        Inner(token, 2).Replace("\\'", "'", StringComparison.Ordinal);

    private ReadOnlySpan<byte> Content(Token token) =>
        source.AsSpan(token.Span.Start + 1, token.Span.End - token.Span.Start - 2);

    private Node String()
    {
        var token = Take();
        var parts = StringText.Parts(Content(token), token.Span.Start + 1);
        return parts switch
        {
            [] => new LiteralNode(token.Span, Value.EmptyString),
            [{ IsVariable: false } text] => new LiteralNode(token.Span, Value.From(text.Text)),
            _ => new TemplateNode(token.Span, parts),
        };
    }

    private Node? Variable()
    {
        var token = Take();
        var node = new VariableNode(token.Span, Text(token.Span));
        // A name that starts like a number, 1a, has no path: 1a.b would start like one as well.
        return char.IsAsciiDigit(node.Name[0]) ? node : PathBehind(node);
    }

    /// <summary>An assignment or an operation in parentheses; or <c>if</c>, which so may stand where only operations may.</summary>
    private GroupNode? Group()
    {
        var start = Take().Span;
        SkipNewlines();
        return
            Nested(static parser =>
                parser.At(TokenKind.If) ? parser.Expression() : parser.Assignment()
            )
                is { } inner
            && Expect(TokenKind.CloseParenthesis, "\")\"")
            ? new GroupNode(From(start), inner)
            : null;
    }

    private ArrayNode? Array()
    {
        var start = Take().Span;
        var items = Items(
            TokenKind.CloseBracket,
            "\",\" or \"]\"",
            static parser => parser.Operation()
        );
        return items is null ? null : new ArrayNode(From(start), items);
    }

    /// <summary>What stands between brackets with commas: new lines may follow the opening bracket, a comma and the last item.</summary>
    private List<T>? Items<T>(TokenKind close, string expected, Func<Parser, T?> read)
        where T : class
    {
        var items = new List<T>();
        SkipNewlines();
        while (!At(close))
        {
            if (Nested(read) is not { } item)
            {
                return null;
            }
            items.Add(item);
            var comma = Accept(TokenKind.Comma);
            SkipNewlines();
            if (!comma)
            {
                break;
            }
        }
        return Expect(close, expected) ? items : null;
    }

    /// <summary>An object or a block: <c>{}</c> is an object, and what starts with a string and a colon.</summary>
    private Node? Braces()
    {
        var brace = position;
        Take();
        SkipNewlines();
        var isObject =
            At(TokenKind.CloseBrace) || (At(TokenKind.String) && NextIs(TokenKind.Colon));
        position = brace;
        return isObject ? Object() : Block();
    }

    private ObjectNode? Object()
    {
        var start = Take().Span;
        var members = Items(
            TokenKind.CloseBrace,
            "\",\" or \"}\"",
            static parser => parser.Member()
        );
        return members is null ? null : new ObjectNode(From(start), members);
    }

    private ObjectMember? Member()
    {
        var key = Current;
        if (
            !Expect(TokenKind.String, "a string as key, or \"}\"")
            || !Expect(TokenKind.Colon, "\":\"")
            || Operation() is not { } value
        )
        {
            return null;
        }
        return new ObjectMember(key.Span, StringText.Unescape(Content(key)), value);
    }

    /// <summary>Braces with at least one expression.</summary>
    private BlockNode? Block()
    {
        var start = Current.Span;
        if (!Expect(TokenKind.OpenBrace, "\"{\""))
        {
            return null;
        }
        SkipNewlines();
        var expressions = new List<Node>();
        do
        {
            if (Nested(static parser => parser.Expression()) is not { } expression)
            {
                return null;
            }
            expressions.Add(expression);
        } while (EndOfExpression() && !At(TokenKind.CloseBrace));
        return Expect(TokenKind.CloseBrace, "an operator, a new line, \";\" or \"}\"")
            ? new BlockNode(From(start), expressions)
            : null;
    }
}
