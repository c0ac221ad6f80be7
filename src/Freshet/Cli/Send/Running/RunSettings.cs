using Freshet.Cli.Send.Reports;

namespace Freshet.Cli.Send.Running;

/// <summary>What <c>--run</c> was told.</summary>
internal sealed record RunSettings
{
    public required RunType Type { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Where results are; null for the usual places.</summary>
    public IReadOnlyList<FilePattern>? Patterns { get; init; }

    /// <summary>Whether results are read at all.</summary>
    public bool ReadsResults { get; init; } = true;

    /// <summary>Whether an event that could not be sent is a failure of the run.</summary>
    public bool IsStrict { get; init; }

    public required MetadataArguments Metadata { get; init; }

    /// <summary>The source of the events.</summary>
    public required string Source { get; init; }
}
