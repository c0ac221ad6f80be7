namespace Freshet.Vrl.Values;

/// <summary>How deep functions go into values that are nested: beyond that they fail, before the stack is at its end.</summary>
internal static class Nesting
{
    /// <summary>Levels. A JSON text has 128 at most, and what programs build around it is far from this.</summary>
    public const int Limit = 1024;

    public static Value TooDeep { get; } =
        Value.Fail($"the value is nested deeper than {Limit} levels");
}
