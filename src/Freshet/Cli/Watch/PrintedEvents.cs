using System.Text;
using System.Text.Json;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Telemetry;

namespace Freshet.Cli.Watch;

/// <summary>Prints events in place of keeping them.</summary>
/// <param name="terminal">Where.</param>
/// <param name="isText">As a line to be read, or the event as it is.</param>
/// <param name="close">Called when nobody reads any more.</param>
internal sealed class PrintedEvents(Terminal terminal, bool isText, Action close) : IEventWriter
{
    private readonly EventRecogniser recogniser = new(TimeProvider.System);

    public ValueTask<WriteResult> WriteAsync(
        IReadOnlyList<Event> events,
        CancellationToken cancellation
    ) => throw new NotSupportedException("a stream is taken event by event");

    public async ValueTask<IReadOnlyList<RefusedEvent>> WriteEachAsync(
        int count,
        Func<int, Event> create,
        CancellationToken cancellation
    )
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            Append(text, create(i));
        }
        try
        {
            await terminal.Output.WriteAsync(text, cancellation);
            await terminal.Output.FlushAsync(cancellation);
        }
        catch (IOException)
        {
            // head has seen enough.
            close();
        }
        return [];
    }

    private void Append(StringBuilder text, Event taken)
    {
        var json = taken.ToJson();
        if (!isText)
        {
            var line = Encoding.UTF8.GetString(json.Span);
            if (terminal.IsScreen)
            {
                // Nothing in it does anything to a screen.
                LogText.AppendEscaped(text, line);
            }
            else
            {
                text.Append(line);
            }
            text.Append('\n');
            return;
        }
        var name = (string?)taken.Metadata["sse_event"] ?? "";
        var recognised = recogniser.Recognise(taken).Event;
        var (at, type, source) = recognised is { Format: not EventFormat.Plain }
            ? (recognised.Timestamp, recognised.Type, recognised.Source)
            // Of an event that is its content alone, the stream tells the type.
            : (TimeProvider.System.GetUtcNow(), name, "");
        text.Append(Rfc3339.Format(at)).Append("  ");
        LogText.AppendEscaped(text, type);
        foreach (var part in new[] { source, SubjectOf(json) })
        {
            if (part.Length > 0)
            {
                LogText.AppendEscaped(text.Append("  "), part);
            }
        }
        LogText.AppendEscaped(text.Append("  "), Encoding.UTF8.GetString(ContentOf(json)));
        text.Append('\n');
    }

    private static string SubjectOf(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, JsonText.DocumentOptions);
        var root = document.RootElement;
        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("subject", out var subject)
        )
        {
            return "";
        }
        if (subject.ValueKind == JsonValueKind.Object && subject.TryGetProperty("id", out var id))
        {
            subject = id;
        }
        return subject.ValueKind == JsonValueKind.String ? subject.GetString()! : "";
    }

    /// <summary>What there is to say beside what is said already: the data of an envelope, the content of a CDEvent's subject, or all of it.</summary>
    private static byte[] ContentOf(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, JsonText.DocumentOptions);
        var root = document.RootElement;
        var content = root;
        if (root.ValueKind == JsonValueKind.Object)
        {
            if (
                root.TryGetProperty("context", out _)
                && root.TryGetProperty("subject", out var subject)
                && subject.ValueKind == JsonValueKind.Object
                && subject.TryGetProperty("content", out var inner)
            )
            {
                content = inner;
            }
            else if (root.TryGetProperty("data", out var data))
            {
                content = data;
            }
        }
        return Encoding.UTF8.GetBytes(content.GetRawText());
    }
}
