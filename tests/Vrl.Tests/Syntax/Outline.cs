using System.Globalization;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Values;
using Shouldly;

namespace Vrl.Tests.Syntax;

/// <summary>Writes a tree in one line, every operation in parentheses, for tests to compare.</summary>
internal static class Outline
{
    /// <summary>The outline of a program that must be well-formed.</summary>
    public static string Of(string source)
    {
        var result = Parser.Parse(source);
        result.Diagnostics.ShouldBeEmpty(source);
        return string.Join("; ", result.Program!.Expressions.Select(Of));
    }

    public static string Codes(string source) =>
        string.Join(",", Parser.Parse(source).Diagnostics.Select(diagnostic => diagnostic.Code));

    public static string Of(Node node) =>
        node switch
        {
            BlockNode block => "{" + string.Join("; ", block.Expressions.Select(Of)) + "}",
            LiteralNode literal => Of(literal.Value),
            RegexLiteralNode regex => $"regex<{regex.Pattern}>",
            TimestampLiteralNode time => $"time<{time.Text}>",
            TemplateNode template => "template<"
                + string.Join(
                    '|',
                    template.Parts.Select(part => part.IsVariable ? $"${part.Text}" : part.Text)
                )
                + ">",
            ArrayNode array => "[" + string.Join(", ", array.Items.Select(Of)) + "]",
            ObjectNode map => "object{"
                + string.Join(
                    ", ",
                    map.Members.Select(member => $"{member.Key}: {Of(member.Value)}")
                )
                + "}",
            GroupNode group => $"group({Of(group.Inner)})",
            IfNode branch => $"if {Of(branch.Predicate)} {Of(branch.Then)}"
                + (branch.Else is null ? "" : $" else {Of(branch.Else)}"),
            AssignmentNode assignment =>
                $"({Of(assignment.Target)} {(assignment.IsMerge ? "|=" : "=")} {Of(assignment.Value)})",
            FallibleAssignmentNode assignment =>
                $"({Of(assignment.Ok)}, {Of(assignment.Error)} {(assignment.IsMerge ? "|=" : "=")} {Of(assignment.Value)})",
            BinaryNode binary => $"({Of(binary.Left)} {binary.Operator} {Of(binary.Right)})",
            NotNode not => $"!{Of(not.Operand)}",
            VariableNode variable => variable.Name,
            QueryNode query => (query.Root == TargetRoot.Event ? "." : "%") + Of(query.Path),
            PathNode path => Of(path.Inner) + "/" + Of(path.Path),
            CallNode call => call.Name
                + (call.Aborts ? "!" : "")
                + "("
                + string.Join(
                    ", ",
                    call.Arguments.Select(argument =>
                        (argument.Name is null ? "" : argument.Name + ": ") + Of(argument.Value)
                    )
                )
                + ")"
                + (
                    call.Closure is { } closure
                        ? $" -> |{string.Join(", ", closure.Parameters.Select(one => one.Name))}| {Of(closure.Body)}"
                        : ""
                ),
            AbortNode abort => abort.Message is null ? "abort" : $"(abort {Of(abort.Message)})",
            ReturnNode result => $"(return {Of(result.Value)})",
            _ => "error",
        };

    private static string Of(TargetNode target) =>
        target.Root switch
        {
            TargetRoot.Event => "." + Of(target.Path),
            TargetRoot.Metadata => "%" + Of(target.Path),
            _ => target.Variable + (target.Path.Count == 0 ? "" : "/" + Of(target.Path)),
        };

    private static string Of(IEnumerable<Segment> path) =>
        string.Join('/', path.Select(segment => segment.Field ?? $"[{segment.Index}]"));

    private static string Of(Value value) =>
        value.Kind switch
        {
            ValueKind.Bytes => $"<{value.Bytes}>",
            ValueKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
            ValueKind.Float => value.Float.ToString("0.0###", CultureInfo.InvariantCulture) + "f",
            ValueKind.Boolean => value.Boolean ? "true" : "false",
            _ => "null",
        };
}
