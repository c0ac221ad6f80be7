using Freshet.Pipelines.Batching;
using Freshet.Telemetry;

namespace Freshet.Cli.Send;

/// <summary>Tells on standard error what became of what was sent. Standard output is left to others.</summary>
/// <param name="terminal">Where it is told.</param>
/// <param name="isQuiet">Whether only failures are told.</param>
internal sealed class Receipts(Terminal terminal, bool isQuiet)
{
    /// <summary>How many deliveries are told one by one, of each kind: who sends thousands wants to know the number.</summary>
    private const int MostTold = 20;

    private readonly Lock gate = new();
    private int delivered;
    private int failed;

    /// <summary>How many deliveries failed.</summary>
    public int Failed
    {
        get
        {
            lock (gate)
            {
                return failed;
            }
        }
    }

    /// <summary>Tells of one delivery; from any thread.</summary>
    public void Tell(Receipt receipt)
    {
        var name = $"{LogText.Escape(receipt.Item.Event.Type)} {LogText.Escape(receipt.Item.Id)}";
        lock (gate)
        {
            if (receipt.Failure is null)
            {
                if (++delivered <= MostTold && !isQuiet)
                {
                    terminal.Error.WriteLine($"sent to {receipt.Sink}: {name}");
                }
            }
            else if (++failed <= MostTold)
            {
                terminal.Error.WriteLine(
                    $"error: not sent to {receipt.Sink}: {name}: {LogText.Escape(receipt.Failure)}"
                );
            }
        }
    }

    /// <summary>Tells how many there were, where not each was told of.</summary>
    public void Sum()
    {
        lock (gate)
        {
            if (failed > MostTold || (delivered > MostTold && !isQuiet))
            {
                terminal.Error.WriteLine($"{delivered} sent, {failed} not");
            }
            else if (delivered + failed == 0 && !isQuiet)
            {
                terminal.Error.WriteLine("nothing to send");
            }
        }
    }
}
