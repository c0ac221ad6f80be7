namespace Freshet.Vrl.Diagnostics;

/// <summary>What a piece of a drawing is, for its colour.</summary>
internal enum Style
{
    Plain,
    Title,
    ErrorHeader,
    WarningHeader,

    /// <summary>Line numbers and the lines around the source.</summary>
    Frame,
    ErrorLabel,
    WarningLabel,
    ContextLabel,
}
