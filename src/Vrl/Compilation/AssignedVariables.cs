using Freshet.Vrl.Syntax;

namespace Freshet.Vrl.Compilation;

/// <summary>Finds the variables that a piece of a program assigns.</summary>
internal static class AssignedVariables
{
    public static IReadOnlySet<string> In(Node node)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Find(node, found);
        return found;
    }

    private static void Find(Node node, HashSet<string> found)
    {
        switch (node)
        {
            case AssignmentNode assignment:
                Add(assignment.Target, found);
                break;
            case FallibleAssignmentNode assignment:
                Add(assignment.Ok, found);
                Add(assignment.Error, found);
                break;
            case CallNode call:
                // del changes a variable as well.
                foreach (var argument in call.Arguments)
                {
                    if (argument.Value is PathNode { Inner: VariableNode variable })
                    {
                        found.Add(variable.Name);
                    }
                }
                break;
        }
        foreach (var part in NodeParts.Of(node))
        {
            Find(part, found);
        }
    }

    private static void Add(TargetNode target, HashSet<string> found)
    {
        if (target.Root == TargetRoot.Variable)
        {
            found.Add(target.Variable);
        }
    }
}
