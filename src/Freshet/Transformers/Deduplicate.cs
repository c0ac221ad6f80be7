using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Freshet.Events;
using Freshet.Pipelines;

namespace Freshet.Transformers;

/// <summary>What <see cref="Deduplicate"/> takes for the same event, and how long it remembers.</summary>
internal sealed class DeduplicateOptions
{
    /// <summary>
    /// How many different keys are remembered; the one not seen for longest is forgotten first. Default 1,000: the retries of a few
    /// minutes, in less than 200 kB; at most 1,000,000, about 150 MB.
    /// </summary>
    [Range(1, 1_000_000)]
    public int Capacity { get; set; } = 1_000;

    /// <summary>
    /// Where the key of an event is, as a JSON Pointer (RFC 6901) into its three parts: <c>/body</c> or <c>/metadata</c> and what is
    /// below, or <c>/headers/</c> and a name, whose case does not matter. One that begins with none of them is below <c>/body</c>, as
    /// <c>/context/id</c>. Default <c>/body</c>, the whole content: two events are never taken for one unless they say the same.
    /// </summary>
    [MinLength(1)]
    [MaxLength(1024)]
    [RegularExpression(
        "/headers/([^~/]|~[01])+|/(?!headers(/|$))([^~/]|~[01])*(/([^~/]|~[01])*)*",
        ErrorMessage = "must be a JSON Pointer, as /body/id or /headers/NAME"
    )]
    public string KeyPath { get; set; } = "/body";
}

/// <summary>
/// Lets an event go whose key equals, as a JSON value, one that was seen lately; an event without the key passes. Its memory ends with
/// the process.
/// </summary>
/// <remarks>
/// A key counts as seen once the write that brought it is in the journal: if the journal refuses an event, its sender's retry is not a
/// repetition. So of two writes that bring the same key at the same time both pass; the journal still stores an event only once where
/// its source and id are the same.
/// </remarks>
internal sealed class Deduplicate : IRememberingTransformer
{
    private readonly Lock gate = new();
    private readonly int capacity;
    private readonly JsonPointer keyPath;
    private readonly RecentKeys seen;

    /// <param name="options">What to compare; valid.</param>
    public Deduplicate(DeduplicateOptions options)
    {
        if (!JsonPointer.TryParse(options.KeyPath, out var pointer, out var error))
        {
            throw new ArgumentException(error, nameof(options));
        }
        keyPath = pointer;
        capacity = options.Capacity;
        seen = new RecentKeys(capacity);
    }

    private Deduplicate(JsonPointer keyPath, int capacity)
    {
        this.keyPath = keyPath;
        this.capacity = capacity;
        seen = new RecentKeys(capacity);
    }

    public IRememberingWrite Begin() => new Write(this);

    public IRememberingTransformer Anew() => new Deduplicate(keyPath, capacity);

    /// <summary>Lets go what was seen before, and remembers nothing: nobody says here whether the event was kept.</summary>
    public Rejection? Transform(Event input, List<Event> output) =>
        Begin().Transform(input, output);

    private bool HasSeen(KeyDigest key)
    {
        lock (gate)
        {
            return seen.Contains(key);
        }
    }

    private void Remember(RecentKeys keys)
    {
        lock (gate)
        {
            foreach (var key in keys.OldestFirst)
            {
                seen.Add(key);
            }
        }
    }

    /// <summary>Writes the event's key in a form that can be compared; false where the event has none.</summary>
    private bool TryReadKey(Event input, ArrayBufferWriter<byte> key)
    {
        switch (keyPath.Tokens[0])
        {
            case "headers":
                if (!input.Headers.TryGetValue(keyPath.Tokens[1], out var value))
                {
                    return false;
                }
                Encoding.UTF8.GetBytes(value, key);
                return true;
            case "metadata":
                return TryReadKey(input.MetadataToJson(), 1, key);
            case "body":
                return TryReadKey(input.ToJson(), 1, key);
            default:
                return TryReadKey(input.ToJson(), 0, key);
        }
    }

    private bool TryReadKey(ReadOnlyMemory<byte> json, int skip, ArrayBufferWriter<byte> key)
    {
        using var document = JsonDocument.Parse(json, JsonText.DocumentOptions);
        if (!keyPath.TryFind(document.RootElement, skip, out var found))
        {
            return false;
        }
        CanonicalJson.Write(found, key);
        return true;
    }

    private sealed class Write(Deduplicate owner) : IRememberingWrite
    {
        private readonly RecentKeys keys = new(owner.capacity);
        private readonly ArrayBufferWriter<byte> key = new(256);

        public Rejection? Transform(Event input, List<Event> output)
        {
            key.ResetWrittenCount();
            try
            {
                if (!owner.TryReadKey(input, key))
                {
                    output.Add(input);
                    return null;
                }
            }
            catch (JsonException failure)
            {
                return new Rejection(RejectionKind.BadEvent, failure.Message);
            }
            var digest = KeyDigest.Of(key.WrittenSpan);
            // All events of a write are kept or none is, so within it the first one counts at once.
            if (!keys.Contains(digest) && !owner.HasSeen(digest))
            {
                output.Add(input);
            }
            keys.Add(digest);
            return null;
        }

        public void Commit() => owner.Remember(keys);
    }
}
