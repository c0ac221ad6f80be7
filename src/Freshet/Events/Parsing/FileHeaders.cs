using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Freshet.Events.Parsing;

/// <summary>The headers of a file's events: beside <c>NAME.EXTENSION</c> stands <c>NAME.headers.json</c>, an object of strings.</summary>
internal static class FileHeaders
{
    /// <summary>What their files' names end in.</summary>
    public const string Suffix = ".headers.json";

    /// <summary>More than any header has room for.</summary>
    public const int LargestFile = 1 << 20;

    /// <summary>Where the headers of the file at that path stand.</summary>
    public static string PathFor(string path) => path[..^Path.GetExtension(path).Length] + Suffix;

    /// <summary>Reads them.</summary>
    /// <param name="utf8">The content of their file.</param>
    /// <param name="headers">Name and value of each.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8,
        out Dictionary<string, string> headers,
        [NotNullWhen(false)] out string? error
    )
    {
        headers = new(StringComparer.OrdinalIgnoreCase);
        var reading = JsonText.Read(utf8);
        if (reading.Fault is { } wrong)
        {
            error = wrong.ToString();
            return false;
        }
        using var document = JsonDocument.Parse(reading.Json, JsonText.DocumentOptions);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            error = "expected an object of strings";
            return false;
        }
        foreach (var header in document.RootElement.EnumerateObject())
        {
            if (header.Value.ValueKind != JsonValueKind.String)
            {
                error = $"{header.Name}: expected a string";
                return false;
            }
            headers[header.Name] = header.Value.GetString()!;
        }
        error = null;
        return true;
    }
}
