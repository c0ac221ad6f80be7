using System.Globalization;

namespace Freshet.Chaos.Reading;

internal enum SightingKind
{
    /// <summary>An event, by its digest; the text is its id on the wire.</summary>
    Event,

    /// <summary>An <c>event: error</c>; the text is its data.</summary>
    Error,

    /// <summary>A connection was made; the text says where the stream was to go on.</summary>
    Connected,

    /// <summary>A connection ended or failed; the text says how.</summary>
    Ended,
}

/// <summary>What a reader saw at a time: a line of its diary.</summary>
internal sealed record Sighting(DateTimeOffset At, SightingKind Kind, string Digest, string Text)
{
    public string ToLine() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{At.UtcTicks}\t{Kind}\t{Digest}\t{Text.ReplaceLineEndings(" ").Replace('\t', ' ')}\n"
        );

    /// <summary>Null for a line that whoever wrote it did not finish.</summary>
    public static Sighting? Parse(string line) =>
        line.Split('\t') is [var ticks, var kind, var digest, var text]
        && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at)
        && Enum.TryParse<SightingKind>(kind, out var known)
            ? new(new DateTimeOffset(at, TimeSpan.Zero), known, digest, text)
            : null;
}
