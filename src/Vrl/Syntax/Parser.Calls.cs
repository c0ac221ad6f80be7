using Freshet.Vrl.Diagnostics;

namespace Freshet.Vrl.Syntax;

internal sealed partial class Parser
{
    private CallNode? Call()
    {
        var name = Take().Span;
        var aborts = Accept(TokenKind.Bang);
        if (!Expect(TokenKind.OpenParenthesis, "\"(\""))
        {
            return null;
        }
        var arguments = Items(
            TokenKind.CloseParenthesis,
            "\",\" or \")\"",
            static parser => parser.Argument()
        );
        if (arguments is null)
        {
            return null;
        }
        ClosureNode? closure = null;
        if (At(TokenKind.Arrow) && (closure = Closure()) is null)
        {
            return null;
        }
        return new CallNode(From(name), name, Text(name), aborts, arguments, closure);
    }

    private ArgumentNode? Argument()
    {
        var start = Current.Span;
        var isNamed = NextIs(TokenKind.Colon) && IsArgumentName();
        if (isNamed)
        {
            Take();
            Take();
        }
        return Operation() is { } value
            ? new ArgumentNode(
                From(start),
                isNamed ? start : value.Span,
                isNamed ? Text(start) : null,
                value
            )
            : null;
    }

    private bool IsArgumentName() =>
        Current.Kind
            is TokenKind.Identifier
                or TokenKind.Reserved
                or (>= TokenKind.If and <= TokenKind.Return);

    private ClosureNode? Closure()
    {
        var start = Take().Span;
        if (Parameters() is not { } parameters)
        {
            return null;
        }
        SkipNewlines();
        return Branch() is { } body ? new ClosureNode(From(start), parameters, body) : null;
    }

    private List<(Span Span, string Name)>? Parameters()
    {
        var parameters = new List<(Span, string)>();
        if (Accept(TokenKind.Or))
        {
            return parameters;
        }
        if (!Expect(TokenKind.Pipe, "\"|\""))
        {
            return null;
        }
        while (At(TokenKind.Identifier) || At(TokenKind.Underscore))
        {
            var span = Take().Span;
            parameters.Add((span, Text(span)));
            var comma = Accept(TokenKind.Comma);
            SkipNewlines();
            if (!comma)
            {
                break;
            }
        }
        return Expect(TokenKind.Pipe, "a variable, \"_\" or \"|\"") ? parameters : null;
    }
}
