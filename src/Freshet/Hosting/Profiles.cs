using System.Reflection;
using System.Text;

namespace Freshet.Hosting;

/// <summary>The configurations that are built into the binary, from the folder <c>profiles</c>.</summary>
internal static class Profiles
{
    /// <summary>The profile that is used where no configuration is given.</summary>
    public const string DefaultName = "default";

    private const string Folder = "profiles/";
    private const string Extension = ".toml";

    /// <summary>An alert to try the profile tfdrift with.</summary>
    private const string SampleAlert = """
        {"time":"2026-01-31T12:00:00.123456789Z","rule":"Terminal shell in container","priority":"Critical","source":"syscall","hostname":"worker-7","output":"A shell in a container","output_fields":{"container.id":"3ad7b26ded6d","user.name":"root"}}
        """;

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<Profile> All { get; } =
    [
        .. Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Load),
    ];

    /// <summary>One webhook and one stream: what runs where no configuration is given.</summary>
    public static Profile Default => Find(DefaultName)!;

    /// <summary>The profile of that name; null where there is none.</summary>
    public static Profile? Find(string name) => All.FirstOrDefault(profile => profile.Name == name);

    /// <summary>What to type to see a profile at work; null where nobody wrote that down.</summary>
    /// <param name="profile">The profile, with nothing laid over it but single settings.</param>
    /// <param name="address">Where the server listens.</param>
    /// <param name="grpcAddress">Where its management does; null where it does not.</param>
    public static string? Hints(Profile profile, string address, string? grpcAddress = null)
    {
        address = Typed(address);
        var call = grpcAddress is null
            ? ""
            : $"grpcurl -plaintext {Typed(grpcAddress).Split("://")[^1]} sse.SSEManagementService/GetStats";
        return profile.Name switch
        {
            DefaultName => $$"""
                Freshet runs with its built-in configuration. Watch the stream:
                  curl -N {{address}}/sse/events
                and from another terminal send it an event:
                  curl -H 'Content-Type: application/json' -d '{"type":"hello","text":"world"}' {{address}}/webhook/000
                """,
            "sse-service" => $"""
                Freshet runs as sse-service. Watch the stream, all of it or what you choose:
                  curl -N {address}/events
                  curl -N '{address}/events?event_types=blog.*,*.created&sources=blog-service'
                See who listens:
                  curl {address}/stats
                  {call}
                """,
            "tfdrift" => $$"""
                Freshet runs as tfdrift. Watch the stream:
                  curl -N {{address}}/api/v1/stream
                and from another terminal send it an alert as Falco does, whose http_output.url is {{address}}/falco:
                  curl -d '{{SampleAlert}}' {{address}}/falco
                """,
            _ => null,
        };
    }

    /// <summary>An address that stands for all of the machine's is none to type.</summary>
    private static string Typed(string address) =>
        address
            .Replace("[::]", "localhost", StringComparison.Ordinal)
            .Replace("0.0.0.0", "localhost", StringComparison.Ordinal);

    private static Profile Load(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        var utf8 = new byte[stream.Length];
        stream.ReadExactly(utf8);
        var name = resource[Folder.Length..^Extension.Length];
        var firstLine = Encoding.UTF8.GetString(utf8).Split('\n', 2)[0];
        return new(
            name,
            firstLine.TrimStart('#').Trim(),
            new($"the built-in profile {name}", utf8)
        );
    }
}
