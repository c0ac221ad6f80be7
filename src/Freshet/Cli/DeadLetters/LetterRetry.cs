using System.Diagnostics.Metrics;
using Freshet.Hosting;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Freshet.Cli.DeadLetters;

/// <summary>Delivers dead letters once more, from this process, with the sinks of its configuration.</summary>
internal sealed class LetterRetry(Setup setup, DeadLetterFolder folder, Terminal terminal)
{
    /// <summary>
    /// What to do about what a source refused. It cannot be taken in from here: what an event of it needs, such as the topic that it came from, only its source knows, and the journal
    /// is its server's.
    /// </summary>
    private const string SendAgain = """
           = help: mend the transformer, the header rule or the producer first. Then send it again, to its topic or to a webhook, and drop it here:
                     freshet dead-letters show --raw ID > message && kcat -P -b BROKER -t TOPIC message
                     freshet dead-letters show --raw ID | curl --json @- http://HOST:PORT/webhook/NAME
                     freshet dead-letters drop ID
        """;

    /// <summary>Tries each once, in their order; what arrives is done with, what does not stays a dead letter.</summary>
    /// <returns>The exit code: 0 where all arrived.</returns>
    public async Task<int> RunAsync(
        IReadOnlyList<KeptLetter> letters,
        CancellationToken cancellation
    )
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var sinks = new Dictionary<string, BatchSink>(StringComparer.Ordinal);
        var (delivered, refused) = (0, false);
        try
        {
            foreach (var letter in letters)
            {
                if (letter is not KeptEvent kept)
                {
                    refused = true;
                    Tell(letter, "a source refused it, and only its server can take it in");
                    continue;
                }
                var name = kept.Letter.Sink;
                if (!sinks.TryGetValue(name, out var sink))
                {
                    if (NewSink(name, services.GetRequiredService<IMeterFactory>()) is not { } made)
                    {
                        Tell(kept, "its sink is not in this configuration, or is switched off");
                        continue;
                    }
                    sinks[name] = sink = made;
                }
                if (await TryAsync(sink, kept, cancellation))
                {
                    folder.Resolve(kept);
                    delivered++;
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("stopped; what was not tried stays");
        }
        finally
        {
            foreach (var sink in sinks.Values.OfType<IDisposable>())
            {
                sink.Dispose();
            }
        }
        if (refused)
        {
            await terminal.Error.WriteLineAsync(SendAgain);
        }
        await terminal.Output.WriteLineAsync($"{delivered} of {letters.Count} delivered");
        return delivered == letters.Count ? 0 : 1;
    }

    private async ValueTask<bool> TryAsync(
        BatchSink sink,
        KeptEvent kept,
        CancellationToken cancellation
    )
    {
        Delivery delivery;
        try
        {
            delivery = await sink.RedeliverAsync(kept.Letter, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // What a sink throws is told as what it answers: the next letter may be for another.
            delivery = Delivery.Again(fault.Message);
        }
        if (!delivery.IsDone)
        {
            Tell(kept, delivery.Reason!);
        }
        return delivery.IsDone;
    }

    private void Tell(KeptLetter kept, string reason) =>
        terminal.Error.WriteLine($"error: {LetterText.Name(kept)}: {LogText.Escape(reason)}");

    private BatchSink? NewSink(string name, IMeterFactory meters)
    {
        if (setup.Blueprint.Sinks.Find(plan => plan.Name == name) is not { } plan)
        {
            return null;
        }
        var settings = new TopologySettings(
            setup.Options.Pipeline,
            setup.Options.Http.EffectiveRootUrl(),
            NullLoggerFactory.Instance,
            TimeProvider.System,
            new Instruments(meters)
        );
        return Topology.NewSink(plan, setup.Blueprint, settings) as BatchSink;
    }
}
