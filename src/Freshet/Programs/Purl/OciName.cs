namespace Freshet.Programs.Purl;

/// <summary>How a package URL of type oci names what is in folders of a registry: its name is the last part alone, and the others belong to <c>repository_url</c>.</summary>
internal static class OciName
{
    public const string Type = "oci";
    public const string RepositoryUrl = "repository_url";

    /// <summary>Moves the folders before a name to the repository; a repository that is not known is empty.</summary>
    public static (string Repository, string Name) Split(string repository, string name)
    {
        name = name.Trim('/');
        var slash = name.LastIndexOf('/');
        if (slash < 0)
        {
            return (repository, name);
        }
        var folders = name[..slash];
        return (
            repository.Length == 0 ? folders : $"{repository.TrimEnd('/')}/{folders}",
            name[(slash + 1)..]
        );
    }
}
