using System.Reflection;
using System.Runtime.InteropServices;
using Freshet.Pipelines;

namespace Freshet.Cli;

/// <summary>What <c>freshet --version</c> prints.</summary>
internal static class VersionText
{
    public static string Version =>
        typeof(VersionText)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    public static void Write(TextWriter output, ComponentCatalog catalog)
    {
        output.WriteLine($"freshet {Version}");
        output.WriteLine(
            $"runtime: {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}"
        );
        output.WriteLine($"sources: {string.Join(", ", catalog.Sources.Keys)}");
        output.WriteLine($"transformers: {string.Join(", ", catalog.Transformers.Keys)}");
        output.WriteLine($"sinks: {string.Join(", ", catalog.Sinks.Keys)}");
    }
}
