using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

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
    /// <summary>Larger ones are seldom here at once.</summary>
    private const int LargestAtOnce = 64 * 1024;

    /// <summary>
    /// Reads a body that is here already and is sent as it is, as the usual small one is: without a wait, so that nobody needs a timer for it.
    /// Where it is not, nothing of it is taken, and <see cref="ReadAsync"/> is to be called.
    /// </summary>
    /// <param name="request">The request; its body must not have been read yet.</param>
    /// <param name="limit">The most bytes, at least 1.</param>
    /// <param name="body">The body, or why there is none.</param>
    public static bool TryRead(HttpRequest request, long limit, out BodyResult body)
    {
        body = default;
        if (
            request.ContentLength is not { } length
            || length > Math.Min(limit, LargestAtOnce)
            || request.Headers.ContentEncoding.Count > 0
        )
        {
            return false;
        }
        var reader = request.BodyReader;
        try
        {
            if (!reader.TryRead(out var read))
            {
                return false;
            }
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start);
                return false;
            }
            body = Whole(reader, read.Buffer);
        }
        catch (BadHttpRequestException refusal)
        {
            body = Refused(refusal, limit);
        }
        catch (IOException)
        {
            body = new(BodyOutcome.ClientGone);
        }
        return true;
    }

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
            return Refused(refusal, limit);
        }
        catch (IOException)
        {
            return new(BodyOutcome.ClientGone);
        }
        catch (OperationCanceledException)
            when (!cancellation.IsCancellationRequested
                || request.HttpContext.RequestAborted.IsCancellationRequested
            )
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
        var collected = new CollectedBody(announced);
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var buffer = read.Buffer;
            if (buffer.Length > limit - collected.Length)
            {
                reader.AdvanceTo(buffer.End);
                return TooLarge(limit);
            }
            if (collected.Length == 0 && read.IsCompleted)
            {
                return Whole(reader, buffer);
            }
            collected.Add(buffer);
            reader.AdvanceTo(buffer.End);
            if (read.IsCompleted)
            {
                return new(BodyOutcome.Complete, collected.Content, collected.Content);
            }
            if (read.IsCanceled)
            {
                return new(BodyOutcome.ClientGone);
            }
        }
    }

    /// <summary>A body that is here at once costs the one array that holds it.</summary>
    private static BodyResult Whole(PipeReader reader, in ReadOnlySequence<byte> buffer)
    {
        var whole = GC.AllocateUninitializedArray<byte>((int)buffer.Length);
        buffer.CopyTo(whole);
        reader.AdvanceTo(buffer.End);
        return new(BodyOutcome.Complete, whole, whole);
    }

    private static BodyResult Refused(BadHttpRequestException refusal, long limit) =>
        refusal.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => TooLarge(limit),
            StatusCodes.Status408RequestTimeout => new(
                BodyOutcome.TooSlow,
                Reason: "the body came too slowly"
            ),
            _ => new(BodyOutcome.Corrupt, Reason: "the body is not framed as HTTP asks"),
        };

    private static BodyResult TooLarge(long limit) =>
        new(BodyOutcome.TooLarge, Reason: $"the body is larger than {limit} bytes");
}
