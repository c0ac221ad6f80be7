using System.Text.Json;
using Freshet.Cli.Differences;
using Freshet.Events;
using Freshet.Hosting;
using Freshet.Pipelines;
using Freshet.Telemetry;

namespace Freshet.Cli.Transform;

/// <summary>One run of <c>freshet transform</c>.</summary>
internal sealed class TransformRun
{
    private readonly TransformSettings settings;
    private readonly OfflineTransformers transformers;
    private readonly Terminal terminal;
    private readonly OutputFolder outputs;
    private readonly CDEventJudge judge = new();
    private readonly List<InputFile> failed = [];
    private int outputCount;
    private int wrongCount;

    public TransformRun(
        TransformSettings settings,
        OfflineTransformers transformers,
        Terminal terminal
    )
    {
        (this.settings, this.transformers, this.terminal) = (settings, transformers, terminal);
        outputs = new(settings);
    }

    /// <summary>Runs it; the exit code is 0 where every output is as its golden file has it, or was made to be.</summary>
    public int Run()
    {
        try
        {
            return RunGuarded();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Tell(fault.Message);
            return 1;
        }
    }

    private int RunGuarded()
    {
        if (!Directory.Exists(settings.Input))
        {
            Tell($"there is no folder {settings.Input}");
            return 1;
        }
        if (!transformers.TryMake(settings.Transformers, out var chain, out var error))
        {
            Tell(error);
            return 1;
        }
        var reader = new InputReader(
            settings.Input,
            transformers.CommandSource,
            transformers.MaxBatch
        );
        var inputs = reader.Find(settings.Parser);
        if (inputs.Count == 0)
        {
            Tell($"there is no input in {settings.Input}");
            return 1;
        }
        try
        {
            TransformAll(inputs, reader, chain);
            var remaining = Settle();
            Summarise(inputs.Count, remaining);
            return remaining + failed.Count + wrongCount == 0 ? 0 : 1;
        }
        finally
        {
            outputs.Tidy();
        }
    }

    private void TransformAll(
        IReadOnlyList<InputFile> inputs,
        InputReader reader,
        TransformerChain chain
    )
    {
        var progress = new ProgressLine(terminal);
        for (var i = 0; i < inputs.Count; i++)
        {
            progress.Show(i, inputs.Count, LogText.Escape(inputs[i].Path));
            if (Transform(inputs[i], reader, chain) is { } error)
            {
                progress.Clear();
                Tell(error);
                failed.Add(inputs[i]);
            }
        }
        progress.Clear();
    }

    /// <summary>Transforms an input, whose events are all taken or none; gives why none is.</summary>
    private string? Transform(InputFile input, InputReader reader, TransformerChain chain)
    {
        if (!reader.TryRead(input, out var events, out var error))
        {
            return error;
        }
        var write = chain.Begin();
        var made = new List<Event>(events.Count);
        for (var i = 0; i < events.Count; i++)
        {
            if (write.Transform(events[i], made) is { } rejection)
            {
                var which = events.Count == 1 ? "" : $", event {i + 1}";
                return $"{input.Path}{which}: rejected by {rejection.Component}: {rejection.Reason}";
            }
        }
        write.Commit();
        for (var i = 0; i < made.Count; i++)
        {
            try
            {
                if (outputs.Write(input, i, made[i]) is { } clash)
                {
                    return $"{input.Path}: {clash}";
                }
            }
            catch (JsonException fault)
            {
                return $"{input.Path}: output {i} cannot be written as JSON: {fault.Message}";
            }
            outputCount++;
            Judge(OutputFolder.NameOf(input, i), made[i]);
        }
        return null;
    }

    private void Judge(string name, Event output)
    {
        if (!settings.ChecksCDEvents || judge.Judge(output) is not { Problems.Count: > 0 } verdict)
        {
            return;
        }
        wrongCount += verdict.IsWrong ? 1 : 0;
        terminal.Error.WriteLine(
            verdict.IsWrong
                ? $"error: {LogText.Escape(name)} is no right CDEvent:"
                : $"warning: {LogText.Escape(name)} is a CDEvent, but not quite as the specification has it:"
        );
        foreach (var problem in verdict.Problems)
        {
            terminal.Error.WriteLine($"  {LogText.Escape(problem.ToString())}");
        }
    }

    /// <summary>Shows the differences, and accepts those that are to be; gives how many remain.</summary>
    private int Settle()
    {
        using var review = new Review(terminal);
        var remaining = 0;
        // All are found before the first changes something.
        foreach (var difference in outputs.Compare().ToList())
        {
            // An input that failed says nothing of its golden files.
            if (failed.Exists(input => OutputFolder.IsOf(input, difference.Name)))
            {
                continue;
            }
            // What is overwritten is not looked at; but nothing is removed, as the folder may hold other files too, such as the inputs.
            var isOverwritten =
                settings.Mode == TransformMode.Overwrite && difference.Actual is not null;
            if (!isOverwritten)
            {
                Show(difference);
            }
            if (
                isOverwritten
                || (settings.Mode == TransformMode.Review && review.Accepts(difference))
            )
            {
                outputs.Accept(difference);
                terminal.Output.WriteLine(
                    $"{(difference.Actual is null ? "removed" : "written")}: {LogText.Escape(difference.Name)}"
                );
            }
            else
            {
                remaining++;
            }
        }
        return remaining;
    }

    private void Show(GoldenDifference difference)
    {
        var name = LogText.Escape(difference.Name);
        if (difference.Actual is null)
        {
            terminal.Output.WriteLine(
                $"missing: {name} (the golden file is there, and nothing became it)"
            );
            return;
        }
        terminal.Output.WriteLine(
            difference.Expected is null
                ? $"unexpected: {name} (there is no golden file of that name)"
                : $"different: {name}"
        );
        new DiffWriter(terminal.Output, terminal.HasColouredOutput).Write(
            difference.Expected,
            difference.Actual
        );
    }

    private void Summarise(int inputCount, int remaining)
    {
        var parts = new List<string>
        {
            $"{Count(inputCount, "input")}, {Count(outputCount, "output")}",
            remaining == 0 ? "no difference" : Count(remaining, "difference"),
        };
        if (failed.Count > 0)
        {
            parts.Add($"{Count(failed.Count, "input")} failed");
        }
        if (wrongCount > 0)
        {
            parts.Add($"{Count(wrongCount, "wrong CDEvent")}");
        }
        terminal.Output.WriteLine(string.Join("; ", parts));
    }

    private static string Count(int number, string what) =>
        $"{number} {what}{(number == 1 ? "" : "s")}";

    private void Tell(string error) => terminal.Error.WriteLine($"error: {LogText.Escape(error)}");
}
