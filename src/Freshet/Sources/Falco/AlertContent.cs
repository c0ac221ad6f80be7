using System.Text.Json;
using Freshet.Events;
using Freshet.Sources.Receiving;

namespace Freshet.Sources.Falco;

/// <summary>Makes the event of the alert that a request carries. The media type says nothing: Falco sends the same alert as JSON and as text.</summary>
internal static class AlertContent
{
    /// <summary>In the event the alert's fields stand one level deeper than in the alert.</summary>
    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = JsonText.MaxDepth - 1,
    };

    /// <summary>What may be POSTed.</summary>
    public static PostedBodies Bodies { get; } =
        new(
            "An alert as Falco's `http_output` sends it with `json_output: true`, whatever the content type.",
            new Dictionary<string, string>
            {
                ["*/*"] = """
                {"type":"object","required":["time","rule","priority","output","output_fields"],"properties":{
                  "time":{"type":"string","format":"date-time"},
                  "rule":{"type":"string","minLength":1},
                  "priority":{"type":"string"},
                  "output":{"type":"string"},
                  "source":{"type":["string","null"]},
                  "hostname":{"type":["string","null"]},
                  "tags":{"type":["array","null"],"items":{"type":"string"}},
                  "output_fields":{"type":["object","null"]}}}
                """,
            }
        );

    /// <param name="body">The unpacked body.</param>
    /// <param name="source">The source of the event; null for that of the alert's host.</param>
    public static PostedContent Read(ReadOnlyMemory<byte> body, string? source)
    {
        var reading = JsonText.Read(body);
        if (reading.Fault is { } fault)
        {
            return new([], fault.ToString());
        }
        try
        {
            using var document = JsonDocument.Parse(reading.Json, Options);
            var reader = new AlertReader(document.RootElement);
            return reader.Read() is { } alert
                ? new([AlertEvent.Write(alert, EventUuid.Of(reading.Json.Span), source)])
                : new([], string.Join("; ", reader.Faults));
        }
        catch (JsonException)
        {
            // It is JSON, so that only its depth can be wrong.
            return new([], $"nested deeper than {Options.MaxDepth}");
        }
    }
}
