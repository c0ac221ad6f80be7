namespace Freshet.Vrl.Stdlib.Random;

/// <summary>The range <c>min</c> up to <c>max</c> of a call, as far as it is known before the program runs.</summary>
internal static class RandomRange
{
    public const string Empty = "max must be greater than min";

    /// <summary>Whether there is a number in the range; null where that is not known yet.</summary>
    public static bool? HoldsAny(CallSite call) =>
        (call.ConstantOf("min"), call.ConstantOf("max")) switch
        {
            ({ IsInteger: true } min, { IsInteger: true } max) => max.Integer > min.Integer,
            ({ IsFloat: true } min, { IsFloat: true } max) => max.Float > min.Float,
            _ => null,
        };

    /// <summary>Tells of a range known to be empty.</summary>
    public static void Check(CallSite call)
    {
        if (HoldsAny(call) is false)
        {
            call.Error(403, $"invalid argument: {Empty}", "max");
        }
    }
}
