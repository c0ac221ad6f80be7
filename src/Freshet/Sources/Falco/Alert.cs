using System.Text.Json;

namespace Freshet.Sources.Falco;

/// <summary>
/// An alert as Falco writes it with <c>json_output</c>, found whole by <see cref="AlertReader"/>. Its values are those of the document that it was read from; what
/// the alert does not say is undefined.
/// </summary>
internal sealed record Alert
{
    /// <summary>When it happened, in RFC 3339.</summary>
    public required JsonElement Time { get; init; }

    public required JsonElement Rule { get; init; }

    public required JsonElement Priority { get; init; }

    /// <summary>What the priority means: <c>critical</c>, <c>high</c>, <c>medium</c> or <c>low</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>What the rule says of it.</summary>
    public required JsonElement Output { get; init; }

    /// <summary>What it comes of, such as <c>syscall</c> or <c>aws_cloudtrail</c>; a string or undefined.</summary>
    public required JsonElement Source { get; init; }

    /// <summary>The host of Falco; a string or undefined.</summary>
    public required JsonElement Hostname { get; init; }

    /// <summary>The rule's tags; an array of strings or undefined.</summary>
    public required JsonElement Tags { get; init; }

    /// <summary>The output fields; an object or undefined.</summary>
    public required JsonElement Fields { get; init; }
}
