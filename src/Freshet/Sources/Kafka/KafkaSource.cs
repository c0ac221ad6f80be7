using Confluent.Kafka;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Kafka;

/// <summary>Reads topics: takes what comes into the journal, and then commits how far it has come.</summary>
internal sealed partial class KafkaSource : ISource, IReporting
{
    /// <summary>How much of a message that is too large is kept; the whole is at the broker.</summary>
    private const int MostKept = 64 << 10;

    /// <summary>How long a write may take once the source is to stop.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(1.5);

    /// <summary>How long leaving the group may take, which asks the brokers.</summary>
    private static readonly TimeSpan LeavingTime = TimeSpan.FromSeconds(1);

    private readonly KafkaSourceOptions options;
    private readonly SourceContext context;
    private readonly ILogger logger;
    private readonly MessageEvents events;
    private readonly ClusterState state;

    public KafkaSource(KafkaSourceOptions options, SourceContext context)
    {
        (this.options, this.context) = (options, context);
        logger = context.Loggers.CreateLogger<KafkaSource>();
        events = new(options, context);
        state = new(options.Brokers.ToString());
    }

    public string? Trouble => state.Trouble;

    public long? Lag => state.Lag;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var observed = context.Instruments.ObserveSource(context.Name, () => Lag);
        var backoff = new Backoff(
            TimeSpan.FromSeconds(1),
            TimeSpan.FromMinutes(1),
            Random.Shared.NextDouble
        );
        while (await ConsumeAsync(backoff, stopping) is { } fault)
        {
            var wait = backoff.Fail();
            Broke(logger, context.Name, fault, wait);
            await Task.Delay(wait, context.Time, stopping);
        }
    }

    /// <summary>Is a member of the group until the source is to stop, or until it cannot be one any more: then it answers why.</summary>
    private async Task<string?> ConsumeAsync(Backoff backoff, CancellationToken stopping)
    {
        using var thread = new ConsumerThread(context.Name);
        GroupMember member;
        try
        {
            member = await thread.RunAsync(() => new GroupMember(options, context, state, logger));
        }
        catch (Exception fault) when (fault is InvalidOperationException or KafkaException)
        {
            // The configuration was tried while it was read: this is of the system, a file or a limit, and may pass.
            state.Failed(fault.Message);
            return fault.Message;
        }
        try
        {
            using var ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, context.Time);
            await using var registration = stopping.UnsafeRegister(
                _ => ending.CancelAfter(EndingTime),
                null
            );
            var messages = new List<KafkaMessage>();
            while (!stopping.IsCancellationRequested && member.Fatal is null)
            {
                if (await thread.RunAsync(() => member.Take(messages)))
                {
                    backoff.Reset();
                    messages = await KeepAsync(thread, member, messages, ending.Token, stopping);
                }
            }
            return member.Fatal;
        }
        finally
        {
            await LeaveAsync(thread, member);
        }
    }

    /// <summary>Brings the messages into the journal, or the dead letters, and then notes that they need not come again.</summary>
    /// <returns>What came meanwhile.</returns>
    private async Task<List<KafkaMessage>> KeepAsync(
        ConsumerThread thread,
        GroupMember member,
        List<KafkaMessage> messages,
        CancellationToken cancellation,
        CancellationToken stopping
    )
    {
        var next = new List<KafkaMessage>();
        var isHeld = false;
        var writer = new PatientWriter(context, logger, WaitAsync);
        await WriteAsync(writer, messages, cancellation);
        await thread.RunAsync(() => member.Store(messages));
        if (isHeld)
        {
            await thread.RunAsync(member.Release);
        }
        return next;

        async Task WaitAsync(TimeSpan wait)
        {
            isHeld = true;
            var delay = Task.Delay(wait, context.Time, stopping);
            while (!delay.IsCompleted)
            {
                await thread.RunAsync(() => member.Hold(next));
            }
            await delay;
        }
    }

    private async Task WriteAsync(
        PatientWriter writer,
        List<KafkaMessage> messages,
        CancellationToken cancellation
    )
    {
        // What comes before a message that is none is kept before it: so what is not kept yet is always what comes last.
        var good = new List<ReadMessage>(messages.Count);
        foreach (var message in messages)
        {
            if (events.Read(message, out var reason) is { } read)
            {
                good.Add(read);
                continue;
            }
            await FlushAsync();
            context.Instruments.Received(context.Name, 1);
            context.Instruments.Rejected(context.Name, context.Name, "bad_message");
            await writer.KeepAsync(Refused(message, reason), cancellation);
        }
        await FlushAsync();

        async Task FlushAsync()
        {
            if (good.Count > 0)
            {
                await writer.WriteAsync(
                    good.Count,
                    i => events.Create(good[i]),
                    (i, reason) => Refused(good[i].Message, reason),
                    cancellation
                );
                good.Clear();
            }
        }
    }

    private RefusedMessage Refused(KafkaMessage message, string reason)
    {
        var value = message.Value ?? [];
        var kept = value.Length > options.MaxEventBytes.Bytes ? MostKept : value.Length;
        return new(
            context.Name,
            value.AsMemory(0, Math.Min(kept, value.Length)),
            message.Origin(),
            reason,
            context.Time.GetUtcNow()
        );
    }

    private async Task LeaveAsync(ConsumerThread thread, GroupMember member)
    {
        var leaving = thread.RunAsync(() =>
        {
            using (member)
            {
                // Commits what is stored.
                return member.Fatal is not null || member.Leave();
            }
        });
        try
        {
            await leaving.WaitAsync(LeavingTime, context.Time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // The group finds out by itself. What is not committed comes again, and is known.
            LeftUnheard(logger, context.Name);
        }
        catch (KafkaException fault)
        {
            LeftBadly(logger, context.Name, fault.Error.Reason);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "{Source}: the consumer ended: {Reason}; a new one is made in {Wait}"
    )]
    private static partial void Broke(ILogger logger, string source, string reason, TimeSpan wait);

    [LoggerMessage(
        LogLevel.Warning,
        "{Source}: no broker answered in time when it left its group: the others of the group notice by its silence"
    )]
    private static partial void LeftUnheard(ILogger logger, string source);

    [LoggerMessage(LogLevel.Warning, "{Source}: left its group badly: {Reason}")]
    private static partial void LeftBadly(ILogger logger, string source, string reason);
}
