using Freshet.Vrl.Syntax;

namespace Freshet.Vrl.Compilation;

/// <summary>The expressions that an expression is made of.</summary>
internal static class NodeParts
{
    public static IEnumerable<Node> Of(Node node) =>
        node switch
        {
            BlockNode block => block.Expressions,
            ArrayNode array => array.Items,
            ObjectNode @object => @object.Members.Select(member => member.Value),
            GroupNode group => [group.Inner],
            IfNode { Else: { } otherwise } conditional =>
            [
                conditional.Predicate,
                conditional.Then,
                otherwise,
            ],
            IfNode conditional => [conditional.Predicate, conditional.Then],
            AssignmentNode assignment => [assignment.Value],
            FallibleAssignmentNode assignment => [assignment.Value],
            BinaryNode binary => [binary.Left, binary.Right],
            NotNode not => [not.Operand],
            PathNode path => [path.Inner],
            CallNode call => call.Closure is { } closure
                ? [.. call.Arguments.Select(argument => argument.Value), closure.Body]
                : call.Arguments.Select(argument => argument.Value),
            AbortNode { Message: { } message } => [message],
            ReturnNode @return => [@return.Value],
            _ => [],
        };
}
