namespace Freshet.LoadTest.Servers;

/// <summary>Freshet with all that it has switched on: a journal on the disk unless another is asked for, header rules, CORS and a filter of each client.</summary>
/// <param name="inMemory">Whether the journal is in memory.</param>
/// <param name="settings">Settings to change, as <c>freshet connect --set</c> takes them.</param>
internal sealed class FreshetServer(bool inMemory, IReadOnlyList<string> settings) : IContender
{
    private const string Key = "bench-7f0c";

    public string Name => inMemory ? "freshet (memory)" : "freshet";

    public Recipe Prepare(string folder, int port)
    {
        var file = Path.Combine(folder, "freshet.toml");
        File.WriteAllText(file, Configuration(folder, port));
        return new Recipe(
            Command(["--config", file], settings),
            "/webhook/load",
            $"X-Load-Key: {Key}\r\n",
            "/sse/load",
            // All there is, so that the filter is at work and leaves nothing out.
            "?event_types=load.*",
            $"Authorization: Bearer {Key}\r\nX-Client: client-1\r\nOrigin: https://page.example\r\n"
        );
    }

    /// <summary>Starts it with a configuration and settings that change it.</summary>
    /// <param name="configuration">The arguments that say which.</param>
    /// <param name="settings">Settings, as <c>freshet connect --set</c> takes them.</param>
    public static IReadOnlyList<string> Command(
        IReadOnlyList<string> configuration,
        IReadOnlyList<string> settings
    ) =>
        [
            "dotnet",
            Path.Combine(AppContext.BaseDirectory, "freshet.dll"),
            "connect",
            .. configuration,
            .. settings.SelectMany(setting => new[] { "--set", setting }),
        ];

    private string Configuration(string folder, int port) =>
        $$"""
            [http]
            host = "127.0.0.1"
            port = {{port}}

            [journal]
            type = "{{(inMemory ? "memory" : "file")}}"
            {{(inMemory ? "" : $"path = \"{folder}/journal\"")}}

            [dead_letters]
            path = "{{folder}}/dead-letters"

            [sources.load.extractor]
            type = "webhook"
            id = "load"

            [sources.load.extractor.headers]
            "X-Load-Key" = { type = "equals", value = "{{Key}}" }

            [sinks.load]
            type = "sse"
            id = "load"

            [sinks.load.headers]
            "Authorization" = { type = "equals", value = "{{Key}}", prefix = "Bearer " }
            "X-Client" = { type = "matches", pattern = "^client-[0-9]+$" }

            [sinks.load.cors]
            allowed_origins = ["https://page.example"]

            """;
}
