using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Syntax;

namespace Freshet.Vrl.Compilation;

/// <summary>Warns (E900) of literals, objects and calls whose value nobody takes, and of variables that are never read.</summary>
/// <remarks>
/// It looks at the program's text alone, and rather keeps silent than cries wolf: a variable counts by its name, wherever it is, and only its first assignment
/// is told of.
/// </remarks>
internal sealed class UnusedExpressions
{
    /// <summary>Functions that are called for what they do.</summary>
    private static readonly string[] doing =
    [
        "del",
        "log",
        "assert",
        "assert_eq",
        "set_semantic_meaning",
    ];

    private readonly SourceBytes source;
    private readonly List<Diagnostic> warnings = [];
    private readonly SortedDictionary<string, Variable> variables = new(StringComparer.Ordinal);

    /// <summary>Per depth: whether somebody takes the value there, and whether a block is there.</summary>
    private readonly List<(bool IsWanted, bool IsBlock)> levels = [(false, false)];
    private int level;
    private bool inClosure;

    private UnusedExpressions(SourceBytes source) => this.source = source;

    private sealed class Variable(Span span, bool isOfClosure)
    {
        public Span Span { get; } = span;
        public bool IsUnread { get; set; } = true;
        public bool IsOfClosure { get; set; } = isOfClosure;
    }

    public static IReadOnlyList<Diagnostic> Find(BlockNode program, SourceBytes source)
    {
        var finder = new UnusedExpressions(source);
        for (var i = 0; i < program.Expressions.Count; i++)
        {
            var isLast = i == program.Expressions.Count - 1;
            if (isLast)
            {
                finder.Enter();
                finder.Want(true);
            }
            finder.Visit(program.Expressions[i]);
        }
        foreach (var (name, variable) in finder.variables)
        {
            if (variable is { IsUnread: true, IsOfClosure: false })
            {
                finder.Warn($"unused variable `{name}`", variable.Span);
            }
        }
        return finder.warnings;
    }

    private bool IsWanted => levels[level].IsWanted;

    private void Enter()
    {
        level++;
        if (levels.Count == level)
        {
            levels.Add((false, false));
        }
    }

    private void Leave() => level--;

    private void Want(bool isWanted) => levels[level] = levels[level] with { IsWanted = isWanted };

    private void Wanting(Action visit)
    {
        Enter();
        Want(true);
        visit();
        Want(false);
        Leave();
    }

    private void Visit(Node node)
    {
        switch (node)
        {
            case LiteralNode or RegexLiteralNode or TimestampLiteralNode:
                WarnOfLiteral(node);
                break;
            case TemplateNode template:
                foreach (var part in template.Parts.Where(part => part.IsVariable))
                {
                    Read(part.Text);
                }
                WarnOfLiteral(node);
                break;
            case VariableNode variable:
                Read(variable.Name);
                break;
            case PathNode { Inner: VariableNode variable }:
                if (IsWanted)
                {
                    Read(variable.Name);
                }
                break;
            case PathNode { Inner: CallNode call }:
                VisitCall(call);
                break;
            case BinaryNode binary:
                Visit(binary.Left);
                Wanting(() => Visit(binary.Right));
                break;
            case NotNode not:
                Visit(not.Operand);
                break;
            case GroupNode group:
                Visit(group.Inner);
                break;
            case BlockNode block:
                VisitBlock(block);
                break;
            case ArrayNode array:
                foreach (var item in array.Items)
                {
                    Visit(item);
                }
                break;
            case ObjectNode @object:
                VisitObject(@object);
                break;
            case IfNode conditional:
                Wanting(() => VisitIf(conditional));
                break;
            case AssignmentNode assignment:
                VisitAssignment(assignment.Value, assignment.IsMerge, assignment.Target);
                break;
            case FallibleAssignmentNode assignment:
                VisitAssignment(
                    assignment.Value,
                    assignment.IsMerge,
                    assignment.Ok,
                    assignment.Error
                );
                break;
            case CallNode call:
                VisitCall(call);
                break;
            case ReturnNode @return:
                Wanting(() => Visit(@return.Value));
                break;
        }
    }

    private void WarnOfLiteral(Node node)
    {
        if (!IsWanted)
        {
            Warn($"unused literal `{source[node.Span]}`", node.Span);
        }
    }

    private void VisitBlock(BlockNode block)
    {
        if (block.Expressions.Count == 0)
        {
            return;
        }
        Enter();
        levels[level] = levels[level] with { IsBlock = true };
        for (var i = 0; i < block.Expressions.Count; i++)
        {
            if (i == block.Expressions.Count - 1)
            {
                // The last expression's value is the block's.
                levels[level] = levels[level] with
                {
                    IsBlock = false,
                };
                Leave();
            }
            Visit(block.Expressions[i]);
        }
    }

    private void VisitObject(ObjectNode @object)
    {
        if (!IsWanted)
        {
            Warn($"unused object `{source[@object.Span]}`", @object.Span);
        }
        foreach (var member in @object.Members)
        {
            Wanting(() => Visit(member.Value));
        }
    }

    private void VisitIf(IfNode conditional)
    {
        Node? rest = conditional;
        while (rest is IfNode next)
        {
            if (next.Predicate is BlockNode many)
            {
                foreach (var expression in many.Expressions)
                {
                    Visit(expression);
                }
            }
            else
            {
                Visit(next.Predicate);
            }
            Wanting(() => VisitBlock(next.Then));
            rest = next.Else;
        }
        if (rest is BlockNode block)
        {
            Wanting(() => VisitBlock(block));
        }
    }

    private void VisitAssignment(Node value, bool isMerge, params ReadOnlySpan<TargetNode> targets)
    {
        Enter();
        Want(true);
        foreach (var target in targets)
        {
            if (target.Root != TargetRoot.Variable)
            {
                continue;
            }
            if (isMerge && target.Path.Count == 0)
            {
                Read(target.Variable);
            }
            else
            {
                var start = target.Span.Start;
                Write(target.Variable, new(start, start + target.Variable.Length));
            }
        }
        Visit(value);
        Want(false);
        Leave();
    }

    private void VisitCall(CallNode call)
    {
        foreach (var argument in call.Arguments)
        {
            Wanting(() => Visit(argument.Value));
        }
        // A call in a block may be there to fail.
        var isInBlock = !call.Aborts && levels[level].IsBlock;
        if (isInBlock)
        {
            Want(true);
        }
        if (!doing.Contains(call.Name, StringComparer.Ordinal))
        {
            if (call.Closure is { } closure)
            {
                inClosure = true;
                foreach (var (span, name) in closure.Parameters)
                {
                    Write(name, span);
                }
                Want(true);
                VisitBlock(closure.Body);
                Want(false);
            }
            else if (!IsWanted)
            {
                Warn($"unused result for function call `{source[call.Span]}`", call.Span);
            }
            inClosure = false;
        }
        if (isInBlock)
        {
            Want(false);
        }
    }

    private void Write(string name, Span span)
    {
        if (name.Length > 0 && !name.StartsWith('_'))
        {
            variables.TryAdd(name, new(span, inClosure));
        }
    }

    private void Read(string name)
    {
        if (variables.TryGetValue(name, out var variable))
        {
            variable.IsUnread = false;
            variable.IsOfClosure |= inClosure;
        }
    }

    private void Warn(string message, Span span) =>
        warnings.Add(
            new(
                Severity.Warning,
                900,
                message,
                [new(span, "use the value, or remove this")],
                ["this expression has no side-effects"]
            )
        );
}
