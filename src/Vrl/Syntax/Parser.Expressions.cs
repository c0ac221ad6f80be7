namespace Freshet.Vrl.Syntax;

internal sealed partial class Parser
{
    /// <summary><c>if</c>, <c>abort</c>, <c>return</c>, an assignment or an operation.</summary>
    private Node? Expression()
    {
        if (At(TokenKind.If) || At(TokenKind.Abort) || At(TokenKind.Return))
        {
            if (PathTouchesNext())
            {
                Fail("an expression");
                return null;
            }
            return Current.Kind switch
            {
                TokenKind.If => If(),
                TokenKind.Abort => Abort(),
                _ => Return(),
            };
        }
        return Assignment();
    }

    /// <summary>Whether a path touches the current token: <c>if.a</c> is a path of a variable that cannot be, not a predicate.</summary>
    private bool PathTouchesNext() =>
        (NextIs(TokenKind.Dot) || NextIs(TokenKind.OpenBracket))
        && tokens[position + 1].Span.Start == Current.Span.End;

    private AbortNode? Abort()
    {
        var start = Take().Span;
        if (!StartsExpression())
        {
            return new AbortNode(start, Message: null);
        }
        return Nested(static parser => parser.Expression()) is { } message
            ? new AbortNode(From(start), message)
            : null;
    }

    private ReturnNode? Return()
    {
        var start = Take().Span;
        return Nested(static parser => parser.Expression()) is { } value
            ? new ReturnNode(From(start), value)
            : null;
    }

    private bool StartsExpression() =>
        Current.Kind
            is TokenKind.Identifier
                or TokenKind.FunctionName
                or TokenKind.Underscore
                or TokenKind.Bang
                or TokenKind.Dot
                or TokenKind.Percent
                or TokenKind.OpenParenthesis
                or TokenKind.OpenBracket
                or TokenKind.OpenBrace
                or (>= TokenKind.If and <= TokenKind.Timestamp and not TokenKind.Else);

    private Node? Assignment()
    {
        if (At(TokenKind.Underscore))
        {
            return AssignTo(new TargetNode(Take().Span, TargetRoot.Nothing, "_", []));
        }
        if (Operand() is not { } left)
        {
            return null;
        }
        if (!At(TokenKind.Assign) && !At(TokenKind.MergeAssign) && !At(TokenKind.Comma))
        {
            return Operators(left, 1);
        }
        return Target(left) is { } target ? AssignTo(target) : left;
    }

    private Node? AssignTo(TargetNode ok)
    {
        TargetNode? error = null;
        if (Accept(TokenKind.Comma))
        {
            SkipNewlines();
            error = ErrorTarget();
            if (error is null)
            {
                return null;
            }
        }
        if (AssignedValue() is not var (isMerge, value))
        {
            return null;
        }
        var span = From(ok.Span);
        if (IsValue(ok) || (error is not null && IsValue(error)))
        {
            return Wrong(
                SyntaxError.Create(
                    641,
                    "invalid assignment target",
                    IsValue(ok) ? ok.Span : error!.Span,
                    "this is a new value each time: assign to a variable or a path"
                ),
                span
            );
        }
        return error is null
            ? new AssignmentNode(span, ok, value, isMerge)
            : new FallibleAssignmentNode(span, ok, error, value, isMerge);
    }

    private TargetNode? ErrorTarget()
    {
        if (At(TokenKind.Underscore))
        {
            return new TargetNode(Take().Span, TargetRoot.Nothing, "_", []);
        }
        var first = position;
        if (Operand() is not { } operand)
        {
            return null;
        }
        if (Target(operand) is { } target)
        {
            return target;
        }
        position = first;
        Fail("a variable, a path or \"_\"");
        return null;
    }

    private (bool IsMerge, Node Value)? AssignedValue()
    {
        var isMerge = At(TokenKind.MergeAssign);
        if (!isMerge && !At(TokenKind.Assign))
        {
            Fail("\"=\" or \"|=\"");
            return null;
        }
        Take();
        SkipNewlines();
        return Nested(static parser => parser.Expression()) is { } value ? (isMerge, value) : null;
    }

    private static TargetNode? Target(Node node) =>
        node switch
        {
            VariableNode variable => new(variable.Span, TargetRoot.Variable, variable.Name, []),
            QueryNode query => new(query.Span, query.Root, "", query.Path),
            PathNode { Inner: VariableNode variable } path => new(
                path.Span,
                TargetRoot.Variable,
                variable.Name,
                path.Path
            ),
            PathNode path => new(path.Span, TargetRoot.Nothing, "", path.Path),
            _ => null,
        };

    /// <summary>Whether it is a path into the result of a call, an array, an object or a block: nothing keeps what is assigned there.</summary>
    private static bool IsValue(TargetNode target) =>
        target is { Root: TargetRoot.Nothing, Variable: "" };

    private Node? Operation() => Operand() is { } left ? Operators(left, 1) : null;

    /// <summary>Reads the operators behind an operand that bind at least as tight as told.</summary>
    private Node? Operators(Node left, int least)
    {
        while (Operator(Current.Kind) is var (operation, strength) && strength >= least)
        {
            var sign = Take().Span;
            SkipNewlines();
            if (Operand() is not { } operand || Operators(operand, strength + 1) is not { } right)
            {
                return null;
            }
            left = new BinaryNode(left.Span.To(right.Span), operation, sign, left, right);
        }
        return left;
    }

    /// <summary>How tight an operator binds; <c>&amp;&amp;</c> and <c>||</c> are equals here.</summary>
    private static (BinaryOperator Operation, int Strength)? Operator(TokenKind kind) =>
        kind switch
        {
            TokenKind.Coalesce => (BinaryOperator.Coalesce, 1),
            TokenKind.And => (BinaryOperator.And, 2),
            TokenKind.Or => (BinaryOperator.Or, 2),
            TokenKind.Equal => (BinaryOperator.Equal, 3),
            TokenKind.NotEqual => (BinaryOperator.NotEqual, 3),
            TokenKind.Greater => (BinaryOperator.Greater, 4),
            TokenKind.GreaterOrEqual => (BinaryOperator.GreaterOrEqual, 4),
            TokenKind.Less => (BinaryOperator.Less, 4),
            TokenKind.LessOrEqual => (BinaryOperator.LessOrEqual, 4),
            TokenKind.Pipe => (BinaryOperator.Merge, 5),
            TokenKind.Add => (BinaryOperator.Add, 6),
            TokenKind.Subtract => (BinaryOperator.Subtract, 6),
            TokenKind.Multiply => (BinaryOperator.Multiply, 7),
            TokenKind.Divide => (BinaryOperator.Divide, 7),
            _ => null,
        };

    /// <summary>A term with any <c>!</c> before it.</summary>
    private Node? Operand()
    {
        var first = position;
        while (Accept(TokenKind.Bang)) { }
        var last = position - 1;
        var node = Term();
        for (var i = last; i >= first && node is not null; i--)
        {
            node = new NotNode(tokens[i].Span.To(node.Span), node);
        }
        return node;
    }
}
