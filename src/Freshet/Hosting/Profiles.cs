using System.Reflection;
using Freshet.Configuration;

namespace Freshet.Hosting;

/// <summary>The configurations that are built into the binary, from the folder <c>profiles</c>.</summary>
internal static class Profiles
{
    /// <summary>One webhook and one stream: what runs where no configuration is given.</summary>
    public static ConfigurationInput.Embedded Default { get; } = Load("default");

    /// <summary>What to type to see the default configuration at work.</summary>
    /// <param name="address">Where the server listens.</param>
    public static string DefaultHints(string address)
    {
        // An address that stands for all of the machine's is none to type.
        address = address
            .Replace("[::]", "localhost", StringComparison.Ordinal)
            .Replace("0.0.0.0", "localhost", StringComparison.Ordinal);
        return $$"""
            Freshet runs with its built-in configuration. Watch the stream:
              curl -N {{address}}/sse/events
            and from another terminal send it an event:
              curl -H 'Content-Type: application/json' -d '{"type":"hello","text":"world"}' {{address}}/webhook/000
            """;
    }

    private static ConfigurationInput.Embedded Load(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream($"profiles/{name}.toml")
            ?? throw new InvalidOperationException($"the profile {name} is not built in");
        var utf8 = new byte[stream.Length];
        stream.ReadExactly(utf8);
        return new($"the built-in profile {name}", utf8);
    }
}
