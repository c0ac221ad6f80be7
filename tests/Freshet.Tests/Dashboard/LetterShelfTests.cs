using Freshet.Dashboard;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Tests.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Dashboard;

public sealed class LetterShelfTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LetterShelf shelf;
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public LetterShelfTests() => shelf = new(folder.Path);

    public void Dispose()
    {
        shelf.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task It_is_read_again_when_something_is_different_and_only_then()
    {
        (await shelf.ReadAsync(cancellation)).Total.ShouldBe(0);
        await using var journal = new DeadLetterJournal(
            new() { Path = folder.Path },
            NullLoggerFactory.Instance,
            TimeProvider.System
        );
        await journal.AddAsync(Letter("1", 7), cancellation);
        await journal.AddAsync(Message(), cancellation);

        var first = await shelf.ReadAsync(cancellation);
        first.Total.ShouldBe(2);
        (await shelf.ReadAsync(cancellation)).ShouldBeSameAs(first);
        var (letter, message) = (
            first.Letters.Single(one => one.Kind == "sink"),
            first.Letters.Single(one => one.Kind == "source")
        );
        (letter.Component, letter.EventId, letter.Sequence, letter.Attempts).ShouldBe(
            ("archive", "1", 7, 3)
        );
        (message.Component, message.EventId, message.Reason).ShouldBe(("orders", null, "no JSON"));

        // As another process does it.
        var other = new DeadLetterFolder(folder.Path);
        other.Resolve(other.Open().First());
        var left = await shelf.ReadAsync(cancellation);
        left.Total.ShouldBe(1);
        (await shelf.FindAsync(letter.Id, cancellation)).ShouldBeNull();
        (await shelf.FindAsync(message.Id, cancellation)).ShouldBeOfType<KeptMessage>();
    }

    private static DeadLetter Letter(string id, long sequence)
    {
        var taken = SampleEvents.Encoded(id);
        return new(
            "archive",
            new(new(sequence, DateTimeOffset.UnixEpoch, taken), id, taken),
            "refused",
            3,
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch
        );
    }

    private static RefusedMessage Message() =>
        new("orders", "{"u8.ToArray(), [], "no JSON", DateTimeOffset.UnixEpoch);
}
