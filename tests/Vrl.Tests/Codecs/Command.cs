using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Vrl.Tests.Codecs;

/// <summary>A command of the system to compare with; tests that need one that is not there are skipped.</summary>
internal static class Command
{
    public static bool Exists(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Any(folder => File.Exists(Path.Combine(folder, name)));
    }

    /// <summary>What the command writes for that input.</summary>
    public static async Task<byte[]> RunAsync(string name, string[] arguments, byte[] input)
    {
        Assert.SkipUnless(Exists(name), $"the command {name} is not installed");
        var start = new ProcessStartInfo(name, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new Win32Exception(name);
        using var output = new MemoryStream();
        var complaints = process.StandardError.ReadToEndAsync();
        await Task.WhenAll(
            FeedAsync(process, input),
            process.StandardOutput.BaseStream.CopyToAsync(output),
            complaints
        );
        await process.WaitForExitAsync();
        Assert.True(
            process.ExitCode == 0,
            $"{name} ended with {process.ExitCode}: {await complaints}"
        );
        return output.ToArray();
    }

    private static async Task FeedAsync(Process process, byte[] input)
    {
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
    }
}
