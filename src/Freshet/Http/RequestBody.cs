using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Freshet.Http;

/// <summary>What became of reading a request's body.</summary>
internal enum BodyOutcome
{
    /// <summary>It is here, whole.</summary>
    Complete,

    /// <summary>It is larger than the limit, as sent or unpacked: 413.</summary>
    TooLarge,

    /// <summary>Its <c>Content-Encoding</c> is not one that is understood: 415.</summary>
    UnsupportedEncoding,

    /// <summary>It is not what its headers say it is: 400.</summary>
    Corrupt,

    /// <summary>It came too slowly for the server's patience: 408.</summary>
    TooSlow,

    /// <summary>The client went away; there is nobody to answer.</summary>
    ClientGone,
}

/// <summary>A request's body, or why there is none.</summary>
/// <param name="Outcome">Whether the body is here.</param>
/// <param name="Sent">The bytes as the client sent them: what a signature covers.</param>
/// <param name="Content">The bytes after every content encoding is undone; the same memory where there is none.</param>
/// <param name="Reason">What is wrong, for the client to read; empty where nothing is.</param>
internal readonly record struct BodyResult(
    BodyOutcome Outcome,
    ReadOnlyMemory<byte> Sent = default,
    ReadOnlyMemory<byte> Content = default,
    string Reason = ""
)
{
    public bool IsComplete => Outcome == BodyOutcome.Complete;

    /// <summary>The status that the outcome is answered with; 499, which is never sent, where the client is gone.</summary>
    public int StatusCode =>
        Outcome switch
        {
            BodyOutcome.Complete => StatusCodes.Status200OK,
            BodyOutcome.TooLarge => StatusCodes.Status413PayloadTooLarge,
            BodyOutcome.UnsupportedEncoding => StatusCodes.Status415UnsupportedMediaType,
            BodyOutcome.Corrupt => StatusCodes.Status400BadRequest,
            BodyOutcome.TooSlow => StatusCodes.Status408RequestTimeout,
            _ => StatusCodes.Status499ClientClosedRequest,
        };
}

/// <summary>Reads request bodies whole, within a limit that holds for the bytes as sent and for the bytes unpacked.</summary>
internal static class RequestBody
{
    /// <summary>How much is set aside on the word of <c>Content-Length</c> alone; a larger body grows its memory as it comes.</summary>
    private const int LargestTrustedLength = 64 * 1024;

    private const int FirstChunk = 4 * 1024;

    /// <summary>Reads the body. Whatever the client does is a result; only <paramref name="cancellation"/> throws.</summary>
    /// <param name="request">The request; its body must not have been read yet.</param>
    /// <param name="limit">The most bytes, at least 1.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async ValueTask<BodyResult> ReadAsync(
        HttpRequest request,
        long limit,
        CancellationToken cancellation
    )
    {
        if (
            !ContentEncodings.TryRead(
                request.Headers.ContentEncoding,
                out var encodings,
                out var fault
            )
        )
        {
            return new(BodyOutcome.UnsupportedEncoding, Reason: fault);
        }
        var sent = await ReadSentAsync(request, Math.Min(limit, Array.MaxLength), cancellation);
        return sent.IsComplete && encodings.Count > 0 && !sent.Sent.IsEmpty
            ? ContentEncodings.Unpack(sent.Sent, encodings, (int)Math.Min(limit, Array.MaxLength))
            : sent;
    }

    private static async ValueTask<BodyResult> ReadSentAsync(
        HttpRequest request,
        long limit,
        CancellationToken cancellation
    )
    {
        if (request.ContentLength > limit)
        {
            return TooLarge(limit);
        }
        // The server's own limit counts the framing of chunks too, and so would refuse what is allowed here.
        if (
            request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is
            { IsReadOnly: false } feature
        )
        {
            feature.MaxRequestBodySize = null;
        }
        try
        {
            return await CollectAsync(
                request.BodyReader,
                request.ContentLength,
                (int)limit,
                cancellation
            );
        }
        catch (BadHttpRequestException refusal)
        {
            return refusal.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => TooLarge(limit),
                StatusCodes.Status408RequestTimeout => new(
                    BodyOutcome.TooSlow,
                    Reason: "the body came too slowly"
                ),
                _ => new(BodyOutcome.Corrupt, Reason: "the body is not framed as HTTP asks"),
            };
        }
        catch (IOException)
        {
            return new(BodyOutcome.ClientGone);
        }
        catch (OperationCanceledException)
            when (!cancellation.IsCancellationRequested || IsClientGone(request.HttpContext))
        {
            return new(BodyOutcome.ClientGone);
        }
    }

    private static async ValueTask<BodyResult> CollectAsync(
        PipeReader reader,
        long? announced,
        int limit,
        CancellationToken cancellation
    )
    {
        ArrayBufferWriter<byte>? collected = null;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var buffer = read.Buffer;
            if (buffer.Length > limit - (collected?.WrittenCount ?? 0))
            {
                reader.AdvanceTo(buffer.End);
                return TooLarge(limit);
            }
            if (collected is null && read.IsCompleted)
            {
                // The usual small body is here at once, and costs the one array that holds it.
                var whole = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return new(BodyOutcome.Complete, whole, whole);
            }
            if (!buffer.IsEmpty)
            {
                collected ??= new ArrayBufferWriter<byte>(Capacity(announced, buffer.Length));
                foreach (var segment in buffer)
                {
                    collected.Write(segment.Span);
                }
            }
            reader.AdvanceTo(buffer.End);
            if (read.IsCompleted)
            {
                var all = collected?.WrittenMemory ?? default;
                return new(BodyOutcome.Complete, all, all);
            }
            if (read.IsCanceled)
            {
                return new(BodyOutcome.ClientGone);
            }
        }
    }

    /// <summary>
    /// Whether that is why the request is aborted. Where requests have a time limit the same token tells of its end, and whoever set the limit
    /// answers for it.
    /// </summary>
    private static bool IsClientGone(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested
        && context.Features.Get<IHttpRequestTimeoutFeature>() is null;

    private static int Capacity(long? announced, long present) =>
        (int)
            Math.Max(
                present,
                announced is { } length ? Math.Min(length, LargestTrustedLength) : FirstChunk
            );

    private static BodyResult TooLarge(long limit) =>
        new(BodyOutcome.TooLarge, Reason: $"the body is larger than {limit} bytes");
}
