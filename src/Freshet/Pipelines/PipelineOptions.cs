using System.ComponentModel.DataAnnotations;

namespace Freshet.Pipelines;

/// <summary><c>[pipeline]</c>: what holds for every event on its way from its source to the journal.</summary>
internal sealed class PipelineOptions
{
    /// <summary>
    /// How many events one request may carry, and how many they may become in transformers. They are taken all or none, so they are held in
    /// memory together.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxBatch { get; set; } = 10_000;

    /// <summary>
    /// Whether programs of <c>vrl</c> transformers must handle every expression that may fail, as the language has it. Default false: it is a
    /// warning, and where such an expression fails, the event is rejected. A transformer's own <c>strict</c> goes before it.
    /// </summary>
    public bool VrlStrict { get; set; }
}
