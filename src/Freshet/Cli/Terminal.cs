using System.Collections;

namespace Freshet.Cli;

/// <summary>What a command has to do with: its input and output, and the environment's variables.</summary>
internal sealed record Terminal
{
    public required Stream Input { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() =>
        new()
        {
            Input = Console.OpenStandardInput(),
            Output = Console.Out,
            Error = Console.Error,
            Environment = System
                .Environment.GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .ToDictionary(
                    pair => (string)pair.Key,
                    pair => (string?)pair.Value ?? "",
                    StringComparer.Ordinal
                ),
        };
}
