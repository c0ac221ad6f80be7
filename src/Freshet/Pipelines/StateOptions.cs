using Freshet.Configuration;

namespace Freshet.Pipelines;

/// <summary>
/// <c>[state]</c>: where sources keep how far they have come in what they read, such as which files were taken. Without this table that is beside a journal of type <c>file</c>, and nowhere where the journal
/// is in memory. With it, it outlasts a journal in memory too. The places of sinks are places in the journal, and mean nothing without it: they stay beside it. The folder is made where it is absent, and
/// belongs to one process. Places that were kept elsewhere before are not moved.
/// </summary>
internal sealed class StateOptions : StorageOptions, ICheckOptions
{
    /// <summary>The folder, relative to where the process was started; by default <c>.freshet/state</c>.</summary>
    public string Path { get; set; } = "";

    /// <summary>The folder that is meant.</summary>
    internal string Folder { get; private set; } = ".freshet/state";

    public void Check(OptionsScope scope) => Folder = FolderIn(scope, "path", Path) ?? Folder;
}
