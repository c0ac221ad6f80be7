using Freshet.Pipelines.Letters;
using Freshet.Telemetry;

namespace Freshet.Cli.DeadLetters;

/// <summary>Whose dead letters a command is about; one of the two at most.</summary>
/// <param name="Sink">Those of that sink; null for all.</param>
/// <param name="Source">Those of that source; null for all.</param>
internal sealed record LetterFilter(string? Sink = null, string? Source = null)
{
    public bool Admits(KeptLetter kept) =>
        kept switch
        {
            KeptEvent { Letter: var letter } => Source is null
                && (Sink is null || letter.Sink == Sink),
            KeptMessage { Message: var message } => Sink is null
                && (Source is null || message.Source == Source),
            _ => false,
        };

    /// <summary>It in words, to stand behind what it is about; empty where it admits all.</summary>
    public override string ToString() =>
        Sink is not null ? $" of the sink {LogText.Escape(Sink)}"
        : Source is not null ? $" of the source {LogText.Escape(Source)}"
        : "";
}
