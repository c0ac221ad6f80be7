using System.Reflection;
using System.Runtime.InteropServices;
using Freshet.Pipelines;

namespace Freshet.Cli;

/// <summary>What <c>freshet --version</c> prints.</summary>
internal static class VersionText
{
    public static void Write(TextWriter output, ComponentCatalog catalog)
    {
        // The build puts the commit behind a plus sign.
        var build = typeof(VersionText)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+');
        var commit = build.Length > 1 ? $" (commit {build[1]})" : "";
        output.WriteLine($"freshet {build[0]}{commit}");
        output.WriteLine(
            $"runtime: {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}"
        );
        output.WriteLine($"sources: {string.Join(", ", catalog.Sources.Keys)}");
        output.WriteLine($"transformers: {string.Join(", ", catalog.Transformers.Keys)}");
        output.WriteLine($"sinks: {string.Join(", ", catalog.Sinks.Keys)}");
    }
}
