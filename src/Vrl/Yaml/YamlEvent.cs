namespace Freshet.Vrl.Yaml;

internal enum YamlEventKind
{
    Alias,
    Scalar,
    SequenceStart,
    SequenceEnd,
    MappingStart,
    MappingEnd,
}

/// <param name="Text">The content of a scalar.</param>
/// <param name="Tag">Written out; empty if there is none.</param>
/// <param name="IsPlain">Whether a scalar has no quotes, so that it may be a number or the like.</param>
/// <param name="Target">The event that an alias stands for, by its number.</param>
internal readonly record struct YamlEvent(
    YamlEventKind Kind,
    YamlMark Mark,
    string Text = "",
    string Tag = "",
    bool IsPlain = false,
    int Target = 0
);
