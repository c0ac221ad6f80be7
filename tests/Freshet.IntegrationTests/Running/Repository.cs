namespace Freshet.IntegrationTests.Running;

/// <summary>The folders of the repository that tests read.</summary>
internal static class Repository
{
    /// <summary>The folder of <c>Freshet.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            if (File.Exists(Path.Combine(folder.FullName, "Freshet.slnx")))
            {
                return folder.FullName;
            }
        }
        throw new DirectoryNotFoundException(
            $"no folder above {AppContext.BaseDirectory} has Freshet.slnx"
        );
    }
}
