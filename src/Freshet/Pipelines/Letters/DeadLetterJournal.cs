using Freshet.Events;
using Freshet.Journal;
using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines.Letters;

/// <summary>Keeps dead letters in a journal of their own, opened with the first.</summary>
internal sealed class DeadLetterJournal(
    DeadLetterOptions options,
    ILoggerFactory loggers,
    TimeProvider time
) : IDeadLetters, IAsyncDisposable
{
    /// <summary>The type of each entry.</summary>
    public const string LetterType = "dead-letter";

    private readonly SemaphoreSlim opening = new(1, 1);
    private FileJournal? journal;

    public async ValueTask AddAsync(DeadLetter letter, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var encoded = new EncodedEvent
        {
            // Known by its id alone.
            Format = EventFormat.Plain,
            Id = Guid.CreateVersion7(now).ToString(),
            Type = LetterType,
            Source = letter.Sink,
            Timestamp = now,
            Headers = new Dictionary<string, string>(),
            Metadata = "{}"u8.ToArray(),
            Json = DeadLetterForm.Write(letter),
        };
        var opened = await OpenAsync(cancellation);
        await opened.AppendAsync([encoded], cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        // Twice where a process is stopped and then taken down.
        if (Interlocked.Exchange(ref journal, null) is { } opened)
        {
            await opened.DisposeAsync();
        }
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
