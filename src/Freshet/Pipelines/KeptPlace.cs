namespace Freshet.Pipelines;

/// <summary>
/// The files in which components keep how far they have come, and what else has to outlast the process: one folder for all of them, a file for each, written by
/// <see cref="Journal.DurableFile"/>.
/// </summary>
internal static class KeptPlace
{
    /// <summary>
    /// The file of the component of that name; another component, or the same one's another <paramref name="kind"/>, never shares it, and whatever the name is, the file is in
    /// the folder.
    /// </summary>
    /// <param name="folder">The folder; null where nothing is kept.</param>
    /// <param name="kind">What is kept, such as <c>sink</c>: letters alone, since a hyphen ends it.</param>
    /// <param name="name">The component's name.</param>
    /// <param name="ending">What ends the file's name, from the first dot on.</param>
    /// <returns>The file's path; null without a folder.</returns>
    public static string? PathOf(
        string? folder,
        string kind,
        string name,
        string ending = ".json"
    ) =>
        // Without a dot of its own the name cannot run into the ending.
        folder is null
            ? null
            : Path.Combine(
                folder,
                $"{kind}-{Uri.EscapeDataString(name).Replace(".", "%2E")}{ending}"
            );
}
