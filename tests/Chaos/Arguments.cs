using System.Globalization;

namespace Freshet.Chaos;

/// <summary>What was asked for: <c>[--minutes N] [--seed S]</c>.</summary>
/// <param name="Minutes">How long things go wrong; what comes before and after is not counted.</param>
/// <param name="Seed">What decides what is sent and what goes wrong when.</param>
internal sealed record Arguments(double Minutes, int Seed)
{
    public const string Usage = "usage: ./do chaos [--minutes N] [--seed S]";

    /// <summary>Null where they cannot be understood.</summary>
    public static Arguments? Read(ReadOnlySpan<string> arguments)
    {
        var read = new Arguments(1, Random.Shared.Next(1_000_000));
        for (; arguments is [var name, var value, .. var rest]; arguments = rest)
        {
            if (
                name == "--minutes"
                && double.TryParse(value, CultureInfo.InvariantCulture, out var minutes)
                && minutes is > 0 and <= 600
            )
            {
                read = read with { Minutes = minutes };
            }
            else if (
                name == "--seed"
                && int.TryParse(value, CultureInfo.InvariantCulture, out var seed)
            )
            {
                read = read with { Seed = seed };
            }
            else
            {
                return null;
            }
        }
        return arguments.IsEmpty ? read : null;
    }
}
