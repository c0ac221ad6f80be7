using Freshet.Events;
using Freshet.Journal;
using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines.Letters;

/// <summary>Keeps dead letters in a journal of their own, opened with the first.</summary>
internal sealed class DeadLetterJournal(
    DeadLetterOptions options,
    ILoggerFactory loggers,
    TimeProvider time
) : IDeadLetters, IRefusedMessages, IAsyncDisposable
{
    /// <summary>The type of each entry that a sink gave up.</summary>
    public const string LetterType = "dead-letter";

    /// <summary>The type of each entry that a source refused.</summary>
    public const string RefusedType = "refused-message";

    private readonly SemaphoreSlim opening = new(1, 1);
    private FileJournal? journal;

    public ValueTask AddAsync(DeadLetter letter, CancellationToken cancellation) =>
        AddAsync(LetterType, letter.Sink, DeadLetterForm.Write(letter), cancellation);

    public ValueTask AddAsync(RefusedMessage message, CancellationToken cancellation) =>
        AddAsync(RefusedType, message.Source, RefusedMessageForm.Write(message), cancellation);

    public async ValueTask DisposeAsync()
    {
        // Twice where a process is stopped and then taken down.
        if (Interlocked.Exchange(ref journal, null) is { } opened)
        {
            await opened.DisposeAsync();
        }
    }

    private async ValueTask AddAsync(
        string type,
        string component,
        ReadOnlyMemory<byte> json,
        CancellationToken cancellation
    )
    {
        var now = time.GetUtcNow();
        var encoded = new EncodedEvent
        {
            // Known by its id alone.
            Format = EventFormat.Plain,
            Id = Guid.CreateVersion7(now).ToString(),
            Type = type,
            Source = component,
            Timestamp = now,
            Headers = new Dictionary<string, string>(),
            Metadata = "{}"u8.ToArray(),
            Json = json,
        };
        var opened = await OpenAsync(cancellation);
        await opened.AppendAsync([encoded], cancellation);
    }

    private async ValueTask<FileJournal> OpenAsync(CancellationToken cancellation)
    {
        await opening.WaitAsync(cancellation);
        try
        {
            if (journal is null)
            {
                var opened = new FileJournal(
                    options.ToJournal(),
                    loggers.CreateLogger<FileJournal>(),
                    time
                );
                opened.Open();
                journal = opened;
                new Resolutions(options.Path).RemoveBefore(opened.Oldest?.Sequence ?? 1);
            }
            return journal;
        }
        finally
        {
            opening.Release();
        }
    }
}
