using Freshet.Tests;

namespace Freshet.IntegrationTests.Packaging;

/// <summary>The program in the forms in which it is given out, each installed once for all tests.</summary>
public sealed class GivenPrograms : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private Task<string>? tool;
    private Task<string>? file;

    /// <summary>The path of one; the tests of a class, which come one after the other, share it.</summary>
    public Task<string> FindAsync(GivenForm form) =>
        form == GivenForm.Tool ? tool ??= InstallToolAsync() : file ??= UnpackFileAsync();

    public void Dispose() => folder.Dispose();

    private async Task<string> InstallToolAsync()
    {
        var path = Path.Combine(folder.Path, "tool");
        await Artifacts.RunAsync(
            "dotnet",
            [
                "tool",
                "install",
                "freshet",
                "--version",
                Artifacts.Version,
                "--tool-path",
                path,
                "--configfile",
                Artifacts.WriteFeed(folder.Path),
            ]
        );
        return Path.Combine(path, "freshet");
    }

    private async Task<string> UnpackFileAsync()
    {
        var archive = Path.Combine(Artifacts.Folder, "freshet-linux-x64.tar.gz");
        await Artifacts.RunAsync("tar", ["-xzf", archive, "-C", folder.Path]);
        return Path.Combine(folder.Path, "freshet-linux-x64", "freshet");
    }
}

/// <summary>How a program is given out.</summary>
public enum GivenForm
{
    /// <summary><c>dotnet tool install</c>.</summary>
    Tool,

    /// <summary>One file that needs no .NET.</summary>
    File,
}
