using System.Text.Json;
using Freshet.Vrl;
using Freshet.Vrl.Values;
using Vrl.Tests.Stdlib;

namespace Vrl.Tests.Conformance;

/// <summary>A program and what VRL makes of it: a line of <c>tests/data/vrl/cases</c>, as <c>freshet vrl --cases</c> takes it, with what is expected.</summary>
internal sealed record Case(
    string Source,
    string Event,
    IReadOnlyList<string> ReadOnlyPaths,
    IReadOnlyList<int> Errors,
    IReadOnlyList<int>? Warnings,
    string? Result,
    bool Fails,
    string? RuntimeError
)
{
    private static readonly string folder = Path.Combine(
        AppContext.BaseDirectory,
        "data",
        "vrl",
        "cases"
    );

    private static readonly Dictionary<string, Case> all = Directory
        .GetFiles(folder, "*.jsonl")
        .SelectMany(file =>
            File.ReadLines(file).Select(line => Read(Path.GetFileNameWithoutExtension(file), line))
        )
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>The name of each case: its area and its id.</summary>
    public static IEnumerable<string> Names => all.Keys;

    public static Case Of(string name) => all[name];

    public CompileOptions Options =>
        new()
        {
            ReadOnlyPaths = ReadOnlyPaths,
            EnableAllFunctions = true,
            BaseFolder = Path.Combine(AppContext.BaseDirectory, "data", "vrl"),
        };

    private static KeyValuePair<string, Case> Read(string area, string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return new(
            $"{area}: {root.GetProperty("id").GetString()}",
            new(
                root.GetProperty("source").GetString()!,
                root.TryGetProperty("event", out var @event) ? @event.GetRawText() : "{}",
                root.TryGetProperty("read_only", out var paths)
                    ? [.. paths.EnumerateArray().Select(path => path.GetString()!)]
                    : [],
                root.TryGetProperty("errors", out var errors) ? Codes(errors) : [],
                root.TryGetProperty("warnings", out var warnings) ? Codes(warnings) : null,
                // Written once more: keys in order, no spaces.
                root.TryGetProperty("result", out var result)
                    ? VrlJson.Write(Json.Read(result.GetRawText()))
                    : null,
                root.TryGetProperty("runtime_error", out var error),
                error.ValueKind == JsonValueKind.String ? error.GetString() : null
            )
        );
    }

    private static int[] Codes(JsonElement codes) =>
        [.. codes.EnumerateArray().Select(code => code.GetInt32())];
}
