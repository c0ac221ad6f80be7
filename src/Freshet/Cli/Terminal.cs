using System.Collections;

namespace Freshet.Cli;

/// <summary>What a command has to do with: its input and output, and the environment's variables.</summary>
internal sealed record Terminal
{
    public required Stream Input { get; init; }

    public required TextWriter Output { get; init; }

    /// <summary>The same output for bytes that are to leave as they are.</summary>
    public Stream OutputBytes { get; init; } = Stream.Null;

    /// <summary>Whether the output goes to a screen, which control characters would change.</summary>
    public bool IsScreen { get; init; }

    public required TextWriter Error { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The working directory, where a profile looks for its <c>.env</c>; relative to the process's own.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Whether somebody types the input, and sees the output at once.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Whether errors may be coloured: <see href="https://no-color.org">NO_COLOR</see> is not set.</summary>
    public bool HasColour =>
        IsInteractive && string.IsNullOrEmpty(Environment.GetValueOrDefault("NO_COLOR"));

    /// <summary>Whether the output may be coloured: it goes to a screen, and <see href="https://no-color.org">NO_COLOR</see> is not set.</summary>
    public bool HasColouredOutput =>
        IsScreen && string.IsNullOrEmpty(Environment.GetValueOrDefault("NO_COLOR"));

    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() =>
        new()
        {
            Input = Console.OpenStandardInput(),
            Output = Console.Out,
            OutputBytes = Console.OpenStandardOutput(),
            IsScreen = !Console.IsOutputRedirected,
            Error = Console.Error,
            IsInteractive =
                !Console.IsInputRedirected
                && !Console.IsOutputRedirected
                && !Console.IsErrorRedirected,
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
