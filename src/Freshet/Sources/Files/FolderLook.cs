namespace Freshet.Sources.Files;

/// <summary>What one look at the folder came to.</summary>
internal sealed class FolderLook
{
    /// <summary>Whether the folder itself is not there.</summary>
    public bool IsRootMissing { get; set; }

    /// <summary>What kept it from seeing all there is, the first of it; null where it saw all.</summary>
    public string? Hindrance { get; private set; }

    /// <summary>Whether a file that was not seen is not there.</summary>
    public bool IsWhole => !IsRootMissing && Hindrance is null;

    /// <summary>Paths of files that were taken before and are there.</summary>
    public HashSet<string> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that are there and were not taken as they are now.</summary>
    public List<FoundFile> Changed { get; } = [];

    /// <summary>How many of those were never taken.</summary>
    public int New { get; set; }

    /// <summary>How many files and folders it came by.</summary>
    public int Entries { get; set; }

    /// <summary>What was passed over and never will be taken as it is, the first of it, and why; null where nothing was.</summary>
    public string? PassedOver { get; private set; }

    public void Hinder(string reason) => Hindrance ??= reason;

    public void PassOver(string what) => PassedOver ??= what;
}
