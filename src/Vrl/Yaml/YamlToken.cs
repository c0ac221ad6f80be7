namespace Freshet.Vrl.Yaml;

internal enum YamlTokenKind
{
    StreamEnd,
    VersionDirective,
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Plain,
    Quoted,
}

/// <param name="Text">The content of a scalar, the name of an anchor, the handle of a tag.</param>
/// <param name="Suffix">What follows the handle of a tag; of a directive, the prefix it stands for.</param>
internal readonly record struct YamlToken(
    YamlTokenKind Kind,
    YamlMark Start,
    YamlMark End,
    string Text = "",
    string Suffix = ""
);
