namespace Freshet.Http.Outgoing;

/// <summary>One header that Freshet sends. It reads itself as options do: its public properties are its keys.</summary>
internal abstract class OutgoingHeader
{
    /// <summary>The header's name.</summary>
    public string Header { get; internal set; } = "";
}

/// <summary>A header that is the same in each request.</summary>
internal abstract class FixedHeader : OutgoingHeader
{
    /// <summary>Its value; null where it could not be read, which was told then, or where the component is switched off.</summary>
    internal abstract string? Text();
}
