using System.Diagnostics.CodeAnalysis;
using System.Text;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Events.Parsing;
using Freshet.Sources.Webhook;

namespace Freshet.Cli.Send;

/// <summary>
/// Reads what <c>--data</c> gives: a text itself, <c>@FILE</c>, or <c>-</c> and <c>@-</c> for standard input. The elements of an array of JSON are events each, as a batch is to a webhook.
/// </summary>
/// <param name="format">How texts hold events; <see cref="ContentFormat.Auto"/> is by the extension of a file, and JSON.</param>
/// <param name="terminal">Has the standard input.</param>
/// <param name="limit">How many events there may be.</param>
internal sealed class SentData(ContentFormat format, Terminal terminal, int limit)
{
    /// <summary>How large each text may be: what a webhook takes.</summary>
    private static readonly ByteSize Largest = new WebhookOptions().BodyLimit;

    /// <summary>Reads the bodies of all events.</summary>
    /// <param name="given">The values of <c>--data</c>.</param>
    /// <param name="bodies">The bodies, in their order.</param>
    /// <param name="error">What is wrong.</param>
    public bool TryRead(
        IReadOnlyList<string> given,
        out List<ReadOnlyMemory<byte>> bodies,
        [NotNullWhen(false)] out string? error
    )
    {
        bodies = [];
        error = null;
        if (given.Count(IsInput) > 1)
        {
            error = "standard input can be read only once";
            return false;
        }
        foreach (var value in given)
        {
            var read = Read(value);
            if (read.Error is not null)
            {
                error = read.Error;
                return false;
            }
            bodies.AddRange(read.Bodies);
            if (bodies.Count > limit)
            {
                error = $"expected at most {limit} events ([pipeline] max_batch), found more";
                return false;
            }
        }
        return true;
    }

    private static bool IsInput(string value) => value is "-" or "@-";

    private (IReadOnlyList<ReadOnlyMemory<byte>> Bodies, string? Error) Read(string value)
    {
        if (IsInput(value))
        {
            return Parse("standard input", format, ReadInput());
        }
        if (value.StartsWith('@'))
        {
            var path = value[1..];
            var known =
                format == ContentFormat.Auto
                    ? ContentFormats.OfFile(path) ?? ContentFormat.Json
                    : format;
            return ConfigurationFile.TryRead(
                path,
                (int)Largest.Bytes,
                out var content,
                out var fault
            )
                ? Parse(path, known, content)
                : ([], $"{path} {fault}");
        }
        return Parse("--data", format, Encoding.UTF8.GetBytes(value));
    }

    private (IReadOnlyList<ReadOnlyMemory<byte>> Bodies, string? Error) Parse(
        string name,
        ContentFormat known,
        byte[] content
    )
    {
        if (content.Length > Largest.Bytes)
        {
            return ([], $"{name} is larger than {Largest}");
        }
        var parsed = ContentParser.Parse(known, content, limit);
        if (parsed.Fault is { } fault)
        {
            return ([], $"{name}: {fault}");
        }
        var isBatch =
            known is ContentFormat.Auto or ContentFormat.Json
            && parsed.Bodies[0].Span.StartsWith("["u8);
        if (!isBatch)
        {
            return (parsed.Bodies, null);
        }
        var wrong = JsonBatch.SplitArray(parsed.Bodies[0], limit, out var elements);
        return (elements, wrong is null ? null : $"{name}: {wrong}");
    }

    /// <summary>All of the standard input, or one byte more than there may be.</summary>
    private byte[] ReadInput()
    {
        var read = new byte[Largest.Bytes + 1];
        var length = terminal.Input.ReadAtLeast(read, read.Length, throwOnEndOfStream: false);
        return read[..length];
    }
}
