using Freshet.Vrl.Diagnostics;

namespace Freshet.Vrl.Syntax;

internal sealed partial class Parser
{
    /// <summary>An <c>if</c> with all its branches, which are read in a loop: a ladder of them is no nesting.</summary>
    private IfNode? If()
    {
        var branches = new List<(Span Start, Node Predicate, BlockNode Then)>();
        Node? otherwise = null;
        while (true)
        {
            var start = Take().Span;
            if (PredicateAndBlock() is not var (predicate, then))
            {
                return null;
            }
            branches.Add((start, predicate, then));
            if (!TakeElse())
            {
                break;
            }
            SkipNewlines();
            if (At(TokenKind.If) && !PathTouchesNext())
            {
                continue;
            }
            otherwise = Branch();
            if (otherwise is null)
            {
                return null;
            }
            break;
        }

        for (var i = branches.Count - 1; i > 0; i--)
        {
            var (start, predicate, then) = branches[i];
            otherwise = new IfNode(From(start), predicate, then, otherwise);
        }
        var first = branches[0];
        return new IfNode(From(first.Start), first.Predicate, first.Then, otherwise);
    }

    private (Node Predicate, BlockNode Then)? PredicateAndBlock()
    {
        if (Predicate() is not { } predicate)
        {
            return null;
        }
        SkipNewlines();
        return Branch() is { } then ? (predicate, then) : null;
    }

    /// <summary>A block that is no value by itself: a path that touches its end is an error, told at its start.</summary>
    private BlockNode? Branch()
    {
        var first = position;
        var block = Block();
        if (block is not null && Touches && (At(TokenKind.Dot) || At(TokenKind.OpenBracket)))
        {
            position = first;
            Fail("a block without a path behind it");
            return null;
        }
        return block;
    }

    /// <summary>Takes an <c>else</c>, on this line or a later one. New lines that no <c>else</c> follows end the expression and stay.</summary>
    private bool TakeElse()
    {
        var next = position;
        while (tokens[next].Kind == TokenKind.Newline)
        {
            next++;
        }
        if (tokens[next].Kind != TokenKind.Else)
        {
            return false;
        }
        position = next + 1;
        return true;
    }

    /// <summary>An operation, or expressions in parentheses: then the last one decides.</summary>
    private Node? Predicate()
    {
        var start = Current.Span;
        if (!Accept(TokenKind.OpenParenthesis))
        {
            return Nested(static parser => parser.Operation());
        }
        SkipNewlines();
        if (Nested(static parser => parser.Assignment()) is not { } first)
        {
            return null;
        }
        if (!AtSeparator())
        {
            return Expect(TokenKind.CloseParenthesis, "\")\", a new line or \";\"")
                ? Operators(new GroupNode(From(start), first), 1)
                : null;
        }

        var expressions = new List<Node> { first };
        while (AtSeparator())
        {
            SkipSeparators();
            if (At(TokenKind.CloseParenthesis))
            {
                break;
            }
            if (Nested(static parser => parser.Assignment()) is not { } next)
            {
                return null;
            }
            expressions.Add(next);
        }
        return Expect(TokenKind.CloseParenthesis, "\")\", a new line or \";\"")
            ? new BlockNode(From(start), expressions)
            : null;
    }

    private bool AtSeparator() => At(TokenKind.Newline) || At(TokenKind.Semicolon);

    private void SkipSeparators()
    {
        while (AtSeparator())
        {
            Take();
        }
    }
}
