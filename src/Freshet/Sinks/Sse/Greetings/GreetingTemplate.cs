using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Sinks.Sse.Clients;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Toml;

namespace Freshet.Sinks.Sse.Greetings;

/// <summary>The data of a greeting: JSON on one line, but for what is another for each client. Immutable.</summary>
internal sealed class GreetingTemplate : IReadFromToml<GreetingTemplate>
{
    /// <summary>An object with nothing in it.</summary>
    public static readonly GreetingTemplate Empty = new([new("{}"u8.ToArray(), Placeholder.None)]);

    private readonly IReadOnlyList<Piece> pieces;

    private GreetingTemplate(IReadOnlyList<Piece> pieces) => this.pieces = pieces;

    public static string Shape => "table";

    public static GreetingTemplate? Read(TomlValue value, OptionsReader reader) =>
        new GreetingTemplateReader(reader).Read(value) is { } pieces ? new(pieces) : null;

    /// <summary>The data for this client. What it says of itself stands in it as text and as nothing else.</summary>
    public ReadOnlySpan<byte> Fill(Arrival client, EventFilter filter)
    {
        var json = new ArrayBufferWriter<byte>();
        var id = EventUuid.New(client.At);
        foreach (var piece in pieces)
        {
            json.Write(piece.Json.Span);
            switch (piece.Then)
            {
                case Placeholder.ClientId:
                    Write(client.Id.ToString(), json);
                    break;
                case Placeholder.Timestamp:
                    Write(Rfc3339.Format(client.At), json);
                    break;
                case Placeholder.Id:
                    Write(id, json);
                    break;
                case Placeholder.EventTypes:
                    Write(string.Join(',', filter.EventTypes), json);
                    break;
                case Placeholder.Sources:
                    Write(string.Join(',', filter.Sources), json);
                    break;
                case Placeholder.EventTypeArray:
                    WriteArray(filter.EventTypes, json);
                    break;
                case Placeholder.SourceArray:
                    WriteArray(filter.Sources, json);
                    break;
            }
        }
        return json.WrittenSpan;
    }

    /// <summary>The text as it stands between the quotes of a JSON string: no line break and no quote is left in it.</summary>
    internal static void Write(string text, IBufferWriter<byte> json) =>
        Encoding.UTF8.GetBytes(JsonText.Encoder.Encode(text), json);

    private static void WriteArray(IReadOnlyList<string> names, ArrayBufferWriter<byte> json)
    {
        json.Write("["u8);
        for (var i = 0; i < names.Count; i++)
        {
            json.Write(i == 0 ? "\""u8 : ",\""u8);
            Write(names[i], json);
            json.Write("\""u8);
        }
        json.Write("]"u8);
    }

    /// <summary>Some bytes, and what comes after them.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Piece(ReadOnlyMemory<byte> Json, Placeholder Then);
}
