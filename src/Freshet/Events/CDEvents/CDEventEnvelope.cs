using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freshet.Events.CDEvents;

/// <summary>
/// A CloudEvent that carries a CDEvent as its data, as CDEvents' CloudEvents binding has it. Its attributes repeat what the CDEvent says: <c>id</c>, <c>source</c>, <c>type</c> and
/// <c>time</c> of its context, and its subject's id as <c>subject</c>.
/// </summary>
internal sealed class CDEventEnvelope
{
    private const string DataPath = "data";

    private readonly EventOutline cloudEvent;
    private readonly List<EventFault> mismatches = [];
    private bool isAgreed = true;
    private bool hasExtensions;

    private CDEventEnvelope(in EventOutline cloudEvent, in EventOutline carried)
    {
        (this.cloudEvent, Carried) = (cloudEvent, carried);
        ReadAttributes();
    }

    /// <summary>Its data; without a text where it is no object.</summary>
    public EventOutline Carried { get; }

    /// <summary>Whether the data is a CDEvent of which no attribute says anything else: then it stands for the whole.</summary>
    public bool IsAgreed => isAgreed && Carried.Format == EventFormat.CDEvent;

    /// <summary>Reads a CloudEvent; null where it carries no CDEvent, neither by its type nor by that of its data.</summary>
    public static CDEventEnvelope? Read(in EventOutline cloudEvent)
    {
        var json = cloudEvent.Json.Span;
        if (json.IndexOf("\"dev.cdevents"u8) < 0)
        {
            return null;
        }
        var data = cloudEvent.Data;
        var carried =
            data.Kind == JsonTokenType.StartObject
                ? new EventOutline(cloudEvent.Json.Slice(data.Start, data.Length))
                : default;
        var isOne = IsTypeOfCDEvents(cloudEvent.Type, json);
        var carriesOne =
            carried.Format == EventFormat.CDEvent
            && IsTypeOfCDEvents(carried.Type, carried.Json.Span);
        return isOne || carriesOne ? new(cloudEvent, carried) : null;
    }

    /// <summary>What is wrong with the CDEvent and with the attributes beside it; null where nothing is.</summary>
    public CDEventProblems? Check()
    {
        var problems = Carried.Json.IsEmpty
            ? Missing(cloudEvent.Data.Kind)
            : CDEventCheck.OfCDEvent(Carried, DataPath);
        foreach (var mismatch in mismatches)
        {
            (problems ??= new()).Add(mismatch);
        }
        return problems;
    }

    /// <summary>The metadata with the attributes that the CDEvent does not repeat, as <c>cloudevent</c>, where there are any.</summary>
    public ReadOnlyMemory<byte> AddExtensions(ReadOnlyMemory<byte> metadata)
    {
        if (!hasExtensions)
        {
            return metadata;
        }
        var added = (JsonObject)Parse(metadata);
        var extensions = (JsonObject)Parse(cloudEvent.Json);
        foreach (var (name, value) in extensions.ToList())
        {
            if (IsOfBinding(name) || value is null)
            {
                extensions.Remove(name);
            }
        }
        added["cloudevent"] = extensions;
        return JsonText.Write(added);

        static JsonNode Parse(ReadOnlyMemory<byte> json) =>
            JsonNode.Parse(json.Span, documentOptions: JsonText.DocumentOptions)!;
    }

    private static CDEventProblems Missing(JsonTokenType found)
    {
        var problems = new CDEventProblems();
        problems.Add(new($"expected a CDEvent, found {JsonMember.KindName(found)}", DataPath));
        return problems;
    }

    private static bool IsTypeOfCDEvents(JsonMember type, ReadOnlySpan<byte> json)
    {
        if (!type.IsString)
        {
            return false;
        }
        var text = json.Slice(type.Start + 1, type.Length - 2);
        return text.StartsWith("dev.cdevents."u8) || text.StartsWith("dev.cdeventsx."u8);
    }

    private static bool IsOfBinding(string name) =>
        name
            is "specversion"
                or "id"
                or "source"
                or "type"
                or "subject"
                or "time"
                or "datacontenttype"
                or "dataschema"
                or "data";

    private void ReadAttributes()
    {
        var reader = new Utf8JsonReader(cloudEvent.Json.Span, JsonText.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
            {
                ReadAttribute(name, reader);
            }
            reader.Skip();
        }
    }

    private void ReadAttribute(string name, in Utf8JsonReader value)
    {
        var found = value.TokenType == JsonTokenType.String ? value.GetString() : null;
        switch (name)
        {
            case "id":
                Compare(name, "context.id", found, TextOf(Carried.Id));
                break;
            case "source":
                Compare(name, "context.source", found, TextOf(Carried.Source));
                break;
            case "type":
                Compare(name, "context.type", found, TextOf(Carried.Type));
                break;
            case "time":
                var time = TextOf(Carried.Timestamp);
                Compare(name, "context.timestamp", AreOneTime(found, time) ? time : found, time);
                break;
            case "subject":
                Compare(name, "subject.id", found, SubjectId());
                break;
            default:
                hasExtensions |= !IsOfBinding(name);
                break;
        }
    }

    private void Compare(string name, string path, string? found, string? expected)
    {
        if (found == expected)
        {
            return;
        }
        isAgreed = false;
        // What the CDEvent lacks is told as missing there.
        if (expected is not null)
        {
            var shown = found is null ? "no string" : $"\"{CDEventTypes.Shown(found)}\"";
            mismatches.Add(
                new(
                    $"expected \"{CDEventTypes.Shown(expected)}\", as {DataPath}.{path} has it, found {shown}",
                    name
                )
            );
        }
    }

    private string? TextOf(JsonMember member) =>
        Carried.Format == EventFormat.CDEvent && member.IsString
            ? member.Text(Carried.Json.Span)
            : null;

    private string? SubjectId() =>
        Carried.Json.IsEmpty ? null : CloudEventForm.SubjectIdOf(Carried.Json);

    private static bool AreOneTime(string? one, string? other) =>
        Rfc3339.TryParse(one, out var first)
        && Rfc3339.TryParse(other, out var second)
        && first == second;
}
