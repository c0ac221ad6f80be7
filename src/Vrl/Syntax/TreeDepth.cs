namespace Freshet.Vrl.Syntax;

/// <summary>Measures trees, so that whoever walks them by recursion can be sure of the stack. Walks without recursion itself.</summary>
internal static class TreeDepth
{
    public static bool IsWithin(Node root, int maximum)
    {
        var open = new Stack<(Node Node, int Depth)>([(root, 1)]);
        while (open.TryPop(out var next))
        {
            if (next.Depth > maximum)
            {
                return false;
            }
            foreach (var child in Children(next.Node))
            {
                open.Push((child, next.Depth + 1));
            }
        }
        return true;
    }

    /// <summary>What stands right inside a node, in the order of the source.</summary>
    public static IEnumerable<Node> Children(Node node) =>
        node switch
        {
            BlockNode block => block.Expressions,
            ArrayNode array => array.Items,
            ObjectNode map => map.Members.Select(member => member.Value),
            GroupNode group => [group.Inner],
            IfNode { Else: { } otherwise } branch => [branch.Predicate, branch.Then, otherwise],
            IfNode branch => [branch.Predicate, branch.Then],
            AssignmentNode assignment => [assignment.Value],
            FallibleAssignmentNode assignment => [assignment.Value],
            BinaryNode binary => [binary.Left, binary.Right],
            NotNode not => [not.Operand],
            PathNode path => [path.Inner],
            CallNode { Closure: { } closure } call =>
            [
                .. call.Arguments.Select(argument => argument.Value),
                closure.Body,
            ],
            CallNode call => call.Arguments.Select(argument => argument.Value),
            AbortNode { Message: { } message } => [message],
            ReturnNode result => [result.Value],
            _ => [],
        };
}
