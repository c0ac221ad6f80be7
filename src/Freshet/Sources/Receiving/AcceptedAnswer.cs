using System.Buffers;
using System.Text;
using Freshet.Events;
using Microsoft.AspNetCore.Http;

namespace Freshet.Sources.Receiving;

/// <summary>201 and <c>{"ids": [...]}</c>: what the events are called in the journal.</summary>
internal static class AcceptedAnswer
{
    /// <summary>What ids are made of, nearly all of them; JSON has it as it is, a byte for each character.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/@=+,"
    );

    private static ReadOnlySpan<byte> Opening => "{\"ids\":["u8;
    private static ReadOnlySpan<byte> Closing => "]}"u8;

    public static async Task WriteAsync(HttpResponse response, IReadOnlyList<string> ids)
    {
        response.StatusCode = StatusCodes.Status201Created;
        response.ContentType = "application/json";
        if (MeasurePlain(ids) is { } length)
        {
            response.ContentLength = length;
            var bytes = ArrayPool<byte>.Shared.Rent(length);
            WritePlain(ids, bytes);
            await response.BodyWriter.WriteAsync(bytes.AsMemory(0, length), CancellationToken.None);
            ArrayPool<byte>.Shared.Return(bytes);
            return;
        }
        var answer = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("ids");
            foreach (var id in ids)
            {
                writer.WriteStringValue(id);
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        response.ContentLength = answer.Length;
        await response.BodyWriter.WriteAsync(answer, CancellationToken.None);
    }

    /// <summary>How long the answer is; null where an id needs an escape.</summary>
    private static int? MeasurePlain(IReadOnlyList<string> ids)
    {
        // Two quotes and a comma each, and no comma after the last.
        var length = Opening.Length + Closing.Length - Math.Min(1, ids.Count);
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i].AsSpan().ContainsAnyExcept(Plain))
            {
                return null;
            }
            length += ids[i].Length + 3;
        }
        return length;
    }

    private static void WritePlain(IReadOnlyList<string> ids, Span<byte> free)
    {
        Opening.CopyTo(free);
        free = free[Opening.Length..];
        for (var i = 0; i < ids.Count; i++)
        {
            if (i > 0)
            {
                free[0] = (byte)',';
                free = free[1..];
            }
            free[0] = (byte)'"';
            var length = Encoding.ASCII.GetBytes(ids[i], free[1..]);
            free[length + 1] = (byte)'"';
            free = free[(length + 2)..];
        }
        Closing.CopyTo(free);
    }
}
