namespace Freshet.Http.Outgoing;

/// <summary>One header that Freshet sends. It reads itself as options do: its public properties are its keys.</summary>
internal abstract class OutgoingHeader
{
    /// <summary>The header's name.</summary>
    public string Header { get; internal set; } = "";
}
