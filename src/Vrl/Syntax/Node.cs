using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Syntax;

/// <summary>An expression as written. Every expression has a place in the source.</summary>
internal abstract record Node(Span Span);

/// <summary>A program, or what stands between braces: expressions in order, the last one is the value.</summary>
internal sealed record BlockNode(Span Span, IReadOnlyList<Node> Expressions) : Node(Span);

/// <summary>null, true, 1, 1.5, "text", s'raw'.</summary>
internal sealed record LiteralNode(Span Span, Value Value) : Node(Span);

/// <summary>r'pattern'; whether it is a good one (else E101) is not known yet.</summary>
internal sealed record RegexLiteralNode(Span Span, string Pattern) : Node(Span);

/// <summary>t'text'; whether it is a time (else E601) is not known yet.</summary>
internal sealed record TimestampLiteralNode(Span Span, string Text) : Node(Span);

/// <summary>A string with <c>{{ name }}</c> in it: the parts are added with <c>+</c> from left to right. A single variable stands for itself, of whatever kind it is.</summary>
internal sealed record TemplateNode(Span Span, IReadOnlyList<TemplatePart> Parts) : Node(Span);

/// <summary>A piece of a template: text, or a variable (then <paramref name="Text"/> is its name).</summary>
internal sealed record TemplatePart(Span Span, string Text, bool IsVariable);

/// <summary><c>[a, b]</c></summary>
internal sealed record ArrayNode(Span Span, IReadOnlyList<Node> Items) : Node(Span);

/// <summary><c>{"a": 1}</c>; keys as written, the later of two that are equal wins.</summary>
internal sealed record ObjectNode(Span Span, IReadOnlyList<ObjectMember> Members) : Node(Span);

internal sealed record ObjectMember(Span KeySpan, string Key, Node Value);

/// <summary><c>(a)</c></summary>
internal sealed record GroupNode(Span Span, Node Inner) : Node(Span);

/// <summary><c>if predicate { } else if … else { }</c>; the predicate is a block for <c>(a; b)</c>, else one expression.</summary>
internal sealed record IfNode(Span Span, Node Predicate, BlockNode Then, Node? Else) : Node(Span);

/// <summary><c>target = value</c>, or <c>target |= value</c> where <paramref name="IsMerge"/>.</summary>
internal sealed record AssignmentNode(Span Span, TargetNode Target, Node Value, bool IsMerge)
    : Node(Span);

/// <summary><c>ok, err = value</c></summary>
internal sealed record FallibleAssignmentNode(
    Span Span,
    TargetNode Ok,
    TargetNode Error,
    Node Value,
    bool IsMerge
) : Node(Span);

/// <summary>What can be assigned to: <c>_</c>, a variable, the event, the metadata, each with a path.</summary>
internal sealed record TargetNode(
    Span Span,
    TargetRoot Root,
    string Variable,
    IReadOnlyList<Segment> Path
);

internal enum TargetRoot
{
    /// <summary><c>_</c>: the value is dropped.</summary>
    Nothing,
    Variable,

    /// <summary><c>.</c></summary>
    Event,

    /// <summary><c>%</c></summary>
    Metadata,
}

/// <summary>The operators of two operands.</summary>
internal enum BinaryOperator
{
    Multiply,
    Divide,
    Add,
    Subtract,

    /// <summary><c>|</c></summary>
    Merge,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    And,
    Or,

    /// <summary><c>??</c></summary>
    Coalesce,
}

internal sealed record BinaryNode(
    Span Span,
    BinaryOperator Operator,
    Span OperatorSpan,
    Node Left,
    Node Right
) : Node(Span);

/// <summary><c>!a</c></summary>
internal sealed record NotNode(Span Span, Node Operand) : Node(Span);

/// <summary>A variable without a path.</summary>
internal sealed record VariableNode(Span Span, string Name) : Node(Span);

/// <summary><c>.a.b[0]</c>, <c>%x</c>: the event or metadata at a path, which may be empty.</summary>
internal sealed record QueryNode(Span Span, TargetRoot Root, IReadOnlyList<Segment> Path)
    : Node(Span);

/// <summary>A variable, call, container or group with a path behind it, which is not empty: <c>x.a</c>, <c>f().a</c>, <c>{"a": 1}.a</c>.</summary>
internal sealed record PathNode(Span Span, Node Inner, IReadOnlyList<Segment> Path) : Node(Span);

/// <summary><c>name(arguments) -> |parameters| { }</c>, with <c>!</c> where <paramref name="Aborts"/>.</summary>
internal sealed record CallNode(
    Span Span,
    Span NameSpan,
    string Name,
    bool Aborts,
    IReadOnlyList<ArgumentNode> Arguments,
    ClosureNode? Closure
) : Node(Span);

/// <summary>An argument; <paramref name="Name"/> is null where it goes by place.</summary>
internal sealed record ArgumentNode(Span Span, Span NameSpan, string? Name, Node Value);

/// <summary><c>|a, b| { }</c>; an ignored parameter is <c>_</c>.</summary>
internal sealed record ClosureNode(
    Span Span,
    IReadOnlyList<(Span Span, string Name)> Parameters,
    BlockNode Body
);

/// <summary><c>abort</c>, or <c>abort message</c>.</summary>
internal sealed record AbortNode(Span Span, Node? Message) : Node(Span);

/// <summary><c>return value</c></summary>
internal sealed record ReturnNode(Span Span, Node Value) : Node(Span);

/// <summary>Something that was told to be wrong already; the rest of the program is still checked.</summary>
internal sealed record ErrorNode(Span Span) : Node(Span)
{
    /// <summary>What was told: one of the parse result's diagnostics, so that they can be given in the program's order.</summary>
    public Diagnostic? Diagnostic { get; init; }
}
