using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Paths;

/// <summary>A path that a program makes while it runs: an array of keys and indices.</summary>
internal static class DynamicPath
{
    /// <summary>The path's segments; false where one is neither string nor integer, or where there are too many.</summary>
    public static bool TryRead(VrlArray path, out Segment[] segments, out Value failure)
    {
        segments = new Segment[path.Count];
        failure = default;
        if (path.Count > Nesting.Limit)
        {
            failure = Value.Fail($"the path has more than {Nesting.Limit} segments");
            return false;
        }
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = path[i];
            if (segment.IsBytes)
            {
                segments[i] = new(segment.Text);
            }
            else if (segment.IsInteger)
            {
                // No array is as long as what is cut off here.
                segments[i] = new(
                    Field: null,
                    (int)Math.Clamp(segment.Integer, int.MinValue, int.MaxValue)
                );
            }
            else
            {
                failure = Value.Fail(
                    $"path segment must be either string or integer, not {Kind.From(segment)}"
                );
                return false;
            }
        }
        return true;
    }

    /// <summary>The kind of a container in which something was set or removed at a path that is not known.</summary>
    public static TypeDef TypeOfChanged(Kind value) =>
        new TypeDef(
            value.IsOnly(Kinds.Array) ? Kind.Array
            : value.IsOnly(Kinds.Object) ? Kind.Object
            // So has upstream it, and never goes everywhere: what it may be is not told.
            : Kind.Never
        ).Fallible();
}
