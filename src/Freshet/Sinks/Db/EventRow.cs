using System.Globalization;
using System.Text;
using Freshet.Events;
using Freshet.Pipelines;
using Npgsql;
using NpgsqlTypes;

namespace Freshet.Sinks.Db;

/// <summary>An event as a row of the table.</summary>
internal static class EventRow
{
    /// <summary>
    /// What the table knows an event by: a UUID that follows from the source and id by which the journal knows it and, where a transformer made several of one, the number of this
    /// one. So it is the same on each try, whichever Freshet tries it, and never that of another event.
    /// </summary>
    public static Guid KeyOf(Outgoing item)
    {
        var (source, id) = item.Entry.Event.Key;
        var wireId = item.Entry.WireId;
        // A dead letter of what a transformer made knows no more what it was made of, but what it was to be delivered as.
        var number = item.Id.StartsWith(wireId, StringComparison.Ordinal)
            ? item.Id[wireId.Length..]
            : item.Id;
        // Lengths come first, so that no two triples make the same text.
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{source.Length}:{source}{id.Length}:{id}{number}"
        );
        return Guid.Parse(EventUuid.Of(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Writes it, with its place in the batch, in the order of <see cref="DbSchema.Columns"/>.</summary>
    public static async ValueTask WriteAsync(
        NpgsqlBinaryImporter rows,
        int place,
        Outgoing item,
        CancellationToken cancellation
    )
    {
        var taken = item.Event;
        await rows.StartRowAsync(cancellation);
        await rows.WriteAsync(place, NpgsqlDbType.Integer, cancellation);
        await rows.WriteAsync(KeyOf(item), NpgsqlDbType.Uuid, cancellation);
        await rows.WriteAsync(taken.Id, NpgsqlDbType.Text, cancellation);
        await rows.WriteAsync(taken.Source, NpgsqlDbType.Text, cancellation);
        await rows.WriteAsync(taken.Type, NpgsqlDbType.Text, cancellation);
        await rows.WriteAsync(NameOf(taken.Format), NpgsqlDbType.Text, cancellation);
        await rows.WriteAsync(taken.Timestamp, NpgsqlDbType.TimestampTz, cancellation);
        await rows.WriteAsync(item.Entry.JournaledAt, NpgsqlDbType.TimestampTz, cancellation);
        await rows.WriteAsync(taken.Json, NpgsqlDbType.Jsonb, cancellation);
        await rows.WriteAsync(taken.Metadata, NpgsqlDbType.Jsonb, cancellation);
        await rows.WriteAsync(HeadersOf(taken), NpgsqlDbType.Jsonb, cancellation);
    }

    private static ReadOnlyMemory<byte> HeadersOf(EncodedEvent taken) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in taken.Headers)
            {
                writer.WriteString(name, value);
            }
            writer.WriteEndObject();
        });

    private static string NameOf(EventFormat format) =>
        format switch
        {
            EventFormat.CDEvent => "cdevent",
            EventFormat.CloudEvent => "cloudevent",
            EventFormat.Envelope => "envelope",
            _ => "plain",
        };
}
