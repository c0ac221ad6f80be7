using System.Text.Json;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Terraform;
using Freshet.Terraform.Drift;
using Microsoft.Extensions.Logging;

namespace Freshet.Transformers.Drift;

/// <summary>Holds what audit logs say against the states of a source, and tells what is not by way of Terraform.</summary>
internal sealed partial class DriftTransformer : ILastingTransformer
{
    /// <summary>How long events wait for the first look at the state. A state that cannot be had for longer must not keep them out.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The clocks of the cloud and of this machine may be that far apart: a serial that seems to have come before the call may still be of it.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);

    private readonly DriftOptions options;
    private readonly ComponentContext context;
    private readonly ILogger logger;
    private readonly DriftFinder finder;
    private readonly Lazy<LiveState> live;
    private volatile bool hasWaited;

    /// <param name="options">Valid.</param>
    /// <param name="context">The transformer's.</param>
    public DriftTransformer(DriftOptions options, ComponentContext context)
    {
        (this.options, this.context) = (options, context);
        logger = context.Loggers.CreateLogger<DriftTransformer>();
        finder = new(options.Map);
        live = new(() =>
            (context.FindSource(options.State!.Name) as IFollowsStates)?.Live
            ?? throw new InvalidOperationException(
                $"{context.Name} finds no source {options.State.Name}"
            )
        );
    }

    public ValueTask ReadyAsync(CancellationToken cancellation) =>
        hasWaited || live.Value.Looked.IsCompleted ? default : new(WaitForStateAsync(cancellation));

    public Task RunAsync(
        IJournal journal,
        IEventWriter output,
        string? cursorFolder,
        CancellationToken stopping
    ) =>
        new PendingDrifts(
            context,
            live.Value,
            options.Grace + Skew,
            journal,
            output,
            cursorFolder
        ).RunAsync(stopping);

    public Rejection? Transform(Event input, List<Event> output)
    {
        ReadOnlyMemory<byte> content;
        try
        {
            content = input.ToJson();
            using var body = JsonDocument.Parse(content, JsonText.CheckedOptions);
            output.Add(input);
            foreach (var record in AuditRecordReader.Read(body.RootElement))
            {
                if (options.IsTerraforms(record))
                {
                    OfTerraform(logger, context.Name, record.Name, record.By.UserName);
                    continue;
                }
                Tell(input, record, body.RootElement.TextAt("source"), content, output);
            }
        }
        catch (JsonException failure)
        {
            return new(RejectionKind.BadEvent, failure.Message);
        }
        return null;
    }

    private void Tell(
        Event input,
        AuditRecord record,
        string? source,
        ReadOnlyMemory<byte> content,
        List<Event> output
    )
    {
        var now = context.Time.GetUtcNow();
        // A clock that is ahead does not make it wait for longer.
        var at = record.Time is { } time && time < now ? time : now;
        var until = at + options.Grace;
        // A record may name any time, and there is none before the first.
        var from = at - DateTimeOffset.MinValue > Skew ? at - Skew : at;
        var state = live.Value.Current;
        foreach (var finding in finder.Find(record, state))
        {
            if (
                options.Grace > TimeSpan.Zero
                && state.HasNewSerial(from, until)
                && DriftClaim.Of(finding).AgreesWith(state)
            )
            {
                AccountedFor(logger, context.Name, record.Name, finding.ResourceId);
                continue;
            }
            var matched = options.Rules.FindAll(rule => rule.Matches(finding));
            var payload = DriftEvent.Payload(record, finding, matched, record.Time ?? now);
            var id = DriftEvent.IdOf(record, finding, content.Span);
            var json =
                until <= now
                    ? DriftEvent.Write(id, source, payload)
                    : DriftEvent.WritePending(context.Name, until, id, source, payload, finding);
            output.Add(new(json, input.MetadataToJson()));
        }
    }

    private async Task WaitForStateAsync(CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var patience = Task.Delay(Patience, context.Time, enough.Token);
        var first = await Task.WhenAny(live.Value.Looked, patience);
        cancellation.ThrowIfCancellationRequested();
        if (first == patience && !hasWaited)
        {
            hasWaited = true;
            NoState(logger, context.Name, live.Value.Name, Patience.TotalSeconds);
        }
        await enough.CancelAsync();
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Transformer}: {Source} has found out nothing of its state for {Seconds} s; until it has, changes are told as unverified"
    )]
    private static partial void NoState(
        ILogger logger,
        string transformer,
        string source,
        double seconds
    );

    [LoggerMessage(LogLevel.Debug, "{Transformer}: {Call} by {User} is Terraform's own")]
    private static partial void OfTerraform(
        ILogger logger,
        string transformer,
        string call,
        string? user
    );

    [LoggerMessage(
        LogLevel.Debug,
        "{Transformer}: {Call} on {Resource} is accounted for by a new serial of the state"
    )]
    private static partial void AccountedFor(
        ILogger logger,
        string transformer,
        string call,
        string? resource
    );
}
