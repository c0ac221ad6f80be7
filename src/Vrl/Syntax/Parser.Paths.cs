using System.Text;

namespace Freshet.Vrl.Syntax;

internal sealed partial class Parser
{
    /// <summary><c>.</c> or <c>%</c> and the path that touches it.</summary>
    private QueryNode? Query()
    {
        var root = Take();
        var path = new List<Segment>();
        // Behind the root a field has no dot of its own.
        if (Touches && IsField() && !Field(path))
        {
            return null;
        }
        return Segments(path)
            ? new QueryNode(
                From(root.Span),
                root.Kind == TokenKind.Dot ? TargetRoot.Event : TargetRoot.Metadata,
                path
            )
            : null;
    }

    /// <summary>The node, with the path that touches it if there is one.</summary>
    private Node? PathBehind(Node node)
    {
        if (!Touches || !(At(TokenKind.Dot) || At(TokenKind.OpenBracket)))
        {
            return node;
        }
        var path = new List<Segment>();
        return Segments(path) ? new PathNode(From(node.Span), node, path) : null;
    }

    private bool Segments(List<Segment> path)
    {
        while (Touches)
        {
            // The root's own dot has no second one behind it: "..a" is nothing.
            if (At(TokenKind.Dot) && !(path.Count == 0 && IsRoot(position - 1)))
            {
                Take();
                if (!Field(path))
                {
                    return false;
                }
            }
            else if (At(TokenKind.OpenBracket))
            {
                Take();
                if (!Index(path))
                {
                    return false;
                }
            }
            else if (path.Count > 0 && IsField())
            {
                if (!Field(path))
                {
                    return false;
                }
            }
            else if (At(TokenKind.OpenBrace) || At(TokenKind.Bang) || At(TokenKind.NotEqual))
            {
                Fail("a space behind the path");
                return false;
            }
            else
            {
                break;
            }
        }
        return true;
    }

    private bool IsRoot(int index) => tokens[index].Kind is TokenKind.Dot or TokenKind.Percent;

    /// <summary>Every name can be a field's, and a string.</summary>
    private bool IsField() =>
        Current.Kind
            is TokenKind.Identifier
                or TokenKind.PathField
                or TokenKind.Reserved
                or TokenKind.String
                or (>= TokenKind.If and <= TokenKind.Return);

    private bool Field(List<Segment> path)
    {
        if (!Touches || !IsField())
        {
            FailInPath("the name of a field, right behind the dot");
            return false;
        }
        var token = Take();
        path.Add(new Segment(token.Kind == TokenKind.String ? FieldText(token) : Text(token.Span)));
        return true;
    }

    /// <summary>A path takes no templates: braces stand for themselves.</summary>
    private string FieldText(Token token)
    {
        var text = new StringBuilder();
        foreach (var part in StringText.Parts(Content(token), token.Span.Start + 1))
        {
            _ = part.IsVariable
                ? text.Append("{{ ").Append(part.Text).Append(" }}")
                : text.Append(part.Text);
        }
        return text.ToString();
    }

    private bool Index(List<Segment> path)
    {
        if (!At(TokenKind.Integer))
        {
            FailInPath("an integer as index");
            return false;
        }
        path.Add(
            new Segment(Field: null, (int)Math.Clamp(Take().Integer, int.MinValue, int.MaxValue))
        );
        if (!At(TokenKind.CloseBracket))
        {
            FailInPath("\"]\"");
            return false;
        }
        Take();
        return true;
    }

    /// <summary>A path that stops short is wrong by itself, even where the program ends.</summary>
    private void FailInPath(string expected) =>
        failure =
            Touches && !At(TokenKind.End) && !At(TokenKind.Newline)
                ? FailWithToken(expected)
                : SyntaxError.At(
                    203,
                    tokens[position - 1].Span,
                    "unexpected end of path",
                    $"expected {expected}"
                );
}
