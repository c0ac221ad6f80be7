namespace Freshet.Terraform.Comparing;

/// <summary>How an element of XML is written as an attribute.</summary>
internal enum BlockForm
{
    Text,
    Number,
    Flag,

    /// <summary>A date, or a time: two that are one moment are one.</summary>
    Time,

    /// <summary>A flag whose element says <c>Enabled</c>, or something else.</summary>
    Switch,

    /// <summary>A text, of which <c>Disabled</c> is the same as none.</summary>
    Enabling,

    /// <summary>Repeated elements of text, a list without order.</summary>
    TextSet,

    /// <summary>Repeated <c>{Key, Value}</c>, a map.</summary>
    TagMap,

    /// <summary>A list of one block.</summary>
    Block,

    /// <summary>Repeated elements, a list of blocks.</summary>
    Blocks,

    /// <summary>No attribute of its own: its members are the parent's.</summary>
    Inlined,

    /// <summary>Read, and of no account.</summary>
    Ignored,
}
