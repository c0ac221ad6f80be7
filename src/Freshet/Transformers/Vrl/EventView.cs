using System.Diagnostics.CodeAnalysis;
using Freshet.Events;
using Freshet.Vrl.Values;

namespace Freshet.Transformers.Vrl;

/// <summary>An event as a program sees it, beside the bytes that it was read from.</summary>
internal sealed class EventView
{
    private EventIdentity? identity;

    private EventView(Event input, ReadPart body, ReadPart metadata)
    {
        Input = input;
        Body = body;
        Metadata = metadata;
    }

    public Event Input { get; }

    public ReadPart Body { get; }

    public ReadPart Metadata { get; }

    /// <summary>The event: <c>.</c></summary>
    public Value Root { get; private set; }

    /// <summary>What it is called.</summary>
    public EventIdentity Identity =>
        identity ??= EventIdentity.Of(Body.Utf8, SourceOf(Metadata.Value), Input.TransportId);

    /// <summary>Reads an event; false, and why, where JSON says something that the language has no value for.</summary>
    /// <exception cref="System.Text.Json.JsonException">The event has no JSON form.</exception>
    public static bool TryRead(
        Event input,
        bool withIdentity,
        [NotNullWhen(true)] out EventView? view,
        out string error
    )
    {
        view = null;
        if (
            !TryRead("body", input.ToJson(), out var body, out error)
            || !TryRead("metadata", input.MetadataToJson(), out var metadata, out error)
        )
        {
            return false;
        }
        view = new(input, body, metadata);
        view.Root = view.MakeRoot(withIdentity);
        return true;
    }

    private static bool TryRead(
        string name,
        ReadOnlyMemory<byte> utf8,
        [NotNullWhen(true)] out ReadPart? part,
        out string error
    )
    {
        var isRead = VrlJson.TryParse(utf8.Span, out var value, out var fault, JsonText.MaxDepth);
        part = isRead ? new(utf8, value) : null;
        error = $"a program cannot read the {name}: {fault}";
        return isRead;
    }

    private Value MakeRoot(bool withIdentity)
    {
        // What is put in is shared from then on, so that a program that changes it changes a copy: what was read stays to be compared with.
        var root = new VrlObject(6);
        root.Set("body", Body.Value);
        root.Set("headers", HeadersOf(Input));
        if (withIdentity)
        {
            root.Set("id", Identity.Id);
        }
        root.Set("metadata", Metadata.Value);
        if (withIdentity)
        {
            root.Set("source", Identity.Source);
            root.Set("type", Identity.Type);
        }
        return Value.From(root);
    }

    private static Value HeadersOf(Event input)
    {
        var headers = new VrlObject(input.Headers.Count);
        foreach (var (name, value) in input.Headers)
        {
            headers.Set(name, value);
        }
        return Value.From(headers);
    }

    private static string SourceOf(Value metadata) =>
        metadata.Object.TryGet("context", out var context)
        && context.IsObject
        && context.Object.TryGet("source", out var source)
        && source.IsBytes
            ? source.Text
            : "";
}

/// <summary>A part of an event: the bytes that came, and what they say.</summary>
internal sealed record ReadPart(ReadOnlyMemory<byte> Utf8, Value Value)
{
    /// <summary>Whether a value is the very one that was read, so that the bytes stand for it.</summary>
    public bool Is(Value other) =>
        Value.Kind == other.Kind
        && Value.Kind switch
        {
            ValueKind.Object => ReferenceEquals(Value.Object, other.Object),
            ValueKind.Array => ReferenceEquals(Value.Array, other.Array),
            _ => Value == other,
        };
}
