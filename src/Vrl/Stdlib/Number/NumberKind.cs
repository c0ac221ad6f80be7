using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Number;

/// <summary>The kinds of functions that give a number of the kind they were given.</summary>
internal static class NumberKind
{
    /// <summary>The argument's kind where it is known to be one of the two, else either.</summary>
    public static Kind Same(Kind argument) =>
        argument.Kinds is Kinds.Integer or Kinds.Float ? argument : Kind.Of(Kinds.Number);
}
