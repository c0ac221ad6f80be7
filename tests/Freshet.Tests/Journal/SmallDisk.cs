using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

/// <summary>A disk of a few megabytes, in memory: one that a test can fill. Only root can mount it, and only on Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SmallDisk(string size)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.UserName == "root",
            "only root can mount a disk to fill"
        );
        Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder.Path).ShouldBe(0);
    }

    /// <summary>A folder of the disk.</summary>
    public string Path => System.IO.Path.Combine(folder.Path, "journal");

    private string Filler => System.IO.Path.Combine(folder.Path, "filler");

    /// <summary>Takes every byte that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, default, 0);
        var bytes = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(bytes);
            }
        }
        catch (IOException)
        {
            // Full: as it was meant to be.
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", "-l", folder.Path);
        folder.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
