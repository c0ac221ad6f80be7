using System.Text;
using System.Text.Json;
using Freshet.Programs.Purl;
using Freshet.Vrl;
using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Values;

namespace Freshet.Cli.Vrl;

/// <summary>A case of <c>freshet vrl --cases</c>: a program and what it runs on.</summary>
/// <param name="Id">The case's <c>id</c>, as it was written; null where there is none.</param>
/// <param name="Source">The program.</param>
/// <param name="Event">What it runs on.</param>
/// <param name="Options">How it is compiled.</param>
internal sealed record VrlCase(string? Id, string Source, Value Event, CompileOptions Options)
{
    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = 256 };

    /// <summary>Reads a case.</summary>
    /// <param name="line">Its JSON.</param>
    /// <param name="id">Its <c>id</c>, where at least that can be read.</param>
    /// <exception cref="FormatException">It is no case; the message says why.</exception>
    public static VrlCase Read(ReadOnlyMemory<byte> line, out string? id)
    {
        id = null;
        try
        {
            using var document = JsonDocument.Parse(line, DocumentOptions);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("a case is a JSON object");
            }
            id = root.TryGetProperty("id", out var given) ? given.GetRawText() : null;
            return new(
                id,
                Text(root, "source") ?? throw new FormatException("\"source\" is missing"),
                EventOf(root),
                new CompileOptions
                {
                    HostFunctions = PurlFunctions.All,
                    TimeZone = ZoneOf(root),
                    ReadOnlyPaths = ReadOnlyPathsOf(root),
                    EnableAllFunctions = Text(root, "functions") switch
                    {
                        null => false,
                        "all" => true,
                        _ => throw new FormatException("\"functions\" must be \"all\""),
                    },
                }
            );
        }
        catch (JsonException fault)
        {
            throw new FormatException(fault.Message, fault);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var given) || given.ValueKind == JsonValueKind.Null ? null
        : given.ValueKind == JsonValueKind.String ? TextOf(given, name)
        : throw new FormatException($"\"{name}\" must be a string");

    private static string TextOf(JsonElement text, string name)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new FormatException($"\"{name}\" is no Unicode text: {fault.Message}", fault);
        }
    }

    private static Value EventOf(JsonElement root)
    {
        if (!root.TryGetProperty("event", out var given))
        {
            return Value.From(new VrlObject());
        }
        var utf8 = Encoding.UTF8.GetBytes(given.GetRawText());
        return VrlJson.TryParse(utf8, out var value, out var error)
            ? value
            : throw new FormatException($"\"event\": {error}");
    }

    private static TimeZoneInfo ZoneOf(JsonElement root) =>
        Text(root, "timezone") is not { } name ? TimeZoneInfo.Utc
        : TimeZones.TryFind(name, out var zone) ? zone
        : throw new FormatException($"no time zone is called \"{name}\" here");

    /// <summary>Paths may stand without the dot that they begin with in programs.</summary>
    private static IReadOnlyList<string> ReadOnlyPathsOf(JsonElement root)
    {
        if (
            !root.TryGetProperty("read_only", out var given)
            || given.ValueKind == JsonValueKind.Null
        )
        {
            return [];
        }
        if (
            given.ValueKind != JsonValueKind.Array
            || given.EnumerateArray().Any(path => path.ValueKind != JsonValueKind.String)
        )
        {
            throw new FormatException("\"read_only\" must be an array of paths");
        }
        return
        [
            .. given
                .EnumerateArray()
                .Select(path => TextOf(path, "read_only"))
                .Select(path => path.StartsWith('.') || path.StartsWith('%') ? path : "." + path),
        ];
    }
}
