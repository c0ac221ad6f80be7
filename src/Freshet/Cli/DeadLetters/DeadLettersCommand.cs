using System.CommandLine;
using Freshet.Pipelines;

namespace Freshet.Cli.DeadLetters;

/// <summary><c>freshet dead-letters</c>: what sinks gave up, for an operator to look at, deliver after all or let go. Works beside a running server.</summary>
internal static class DeadLettersCommand
{
    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var command = new CommandWithExamples(
            "dead-letters",
            "List, show, retry or drop events that sinks gave up",
            "freshet dead-letters list --config freshet.toml",
            "freshet dead-letters retry --all --sink archive --config freshet.toml"
        );
        command.Add(CreateList(catalog, terminal));
        command.Add(CreateShow(catalog, terminal));
        command.Add(CreateRetry(catalog, terminal));
        command.Add(CreateDrop(catalog, terminal));
        return command;
    }

    private static CommandWithExamples CreateList(ComponentCatalog catalog, Terminal terminal)
    {
        var configuration = new ConfigurationArguments(terminal);
        var sink = SinkOption();
        var json = new Option<bool>("--json")
        {
            Description = "Print all of each letter, one JSON object a line, with its id",
        };
        var command = new CommandWithExamples(
            "list",
            "List the dead letters, oldest first",
            "freshet dead-letters list --sink archive --json"
        );
        configuration.AddTo(command);
        command.Add(sink);
        command.Add(json);
        command.SetAction(parsed =>
            LetterSelection.Run(
                terminal,
                configuration.Read(parsed, catalog),
                folder =>
                {
                    var letters = LetterSelection.Of(folder, parsed.GetValue(sink));
                    if (parsed.GetValue(json))
                    {
                        LetterText.WriteLines(letters, terminal.Output);
                    }
                    else
                    {
                        LetterText.WriteTable([.. letters], terminal.Output);
                    }
                    return 0;
                }
            )
        );
        return command;
    }

    private static CommandWithExamples CreateShow(ComponentCatalog catalog, Terminal terminal)
    {
        var configuration = new ConfigurationArguments(terminal);
        var id = new Argument<string>("ID") { Description = "The letter's id, as list prints it" };
        var command = new CommandWithExamples(
            "show",
            "Print a dead letter: why it was given up, and the event",
            "freshet dead-letters show 01985e1c-4f7a-7c3e-9d55-1f6f3a2b4c5d"
        );
        configuration.AddTo(command);
        command.Add(id);
        command.SetAction(parsed =>
            LetterSelection.Run(
                terminal,
                configuration.Read(parsed, catalog),
                folder =>
                {
                    var chosen = new LetterSelection([parsed.GetRequiredValue(id)], false, null);
                    if (chosen.Find(folder, terminal) is not { } letters)
                    {
                        return 1;
                    }
                    LetterText.WriteWhole(letters[0], terminal.Output);
                    return 0;
                }
            )
        );
        return command;
    }

    private static CommandWithExamples CreateRetry(ComponentCatalog catalog, Terminal terminal)
    {
        var configuration = new ConfigurationArguments(terminal);
        var selection = new SelectionArguments(SinkOption());
        var command = new CommandWithExamples(
            "retry",
            "Deliver dead letters once more, with the sinks of this configuration; what arrives is done with",
            "freshet dead-letters retry --all --sink archive --config freshet.toml"
        );
        configuration.AddTo(command);
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var setup = configuration.Read(parsed, catalog);
                return await LetterSelection.RunAsync(
                    terminal,
                    setup,
                    async folder =>
                        selection.Read(parsed).Find(folder, terminal) is { } letters
                            ? await new LetterRetry(setup, folder, terminal).RunAsync(
                                letters,
                                cancellation
                            )
                            : 1
                );
            }
        );
        return command;
    }

    private static CommandWithExamples CreateDrop(ComponentCatalog catalog, Terminal terminal)
    {
        var configuration = new ConfigurationArguments(terminal);
        var selection = new SelectionArguments(SinkOption());
        var command = new CommandWithExamples(
            "drop",
            "Let dead letters go: they are not listed any more",
            "freshet dead-letters drop 01985e1c-4f7a-7c3e-9d55-1f6f3a2b4c5d"
        );
        configuration.AddTo(command);
        selection.AddTo(command);
        command.SetAction(parsed =>
            LetterSelection.Run(
                terminal,
                configuration.Read(parsed, catalog),
                folder =>
                {
                    if (selection.Read(parsed).Find(folder, terminal) is not { } letters)
                    {
                        return 1;
                    }
                    foreach (var letter in letters)
                    {
                        folder.Resolve(letter);
                    }
                    terminal.Output.WriteLine($"{letters.Count} dropped");
                    return 0;
                }
            )
        );
        return command;
    }

    private static Option<string?> SinkOption() =>
        new("--sink") { Description = "Only those of that sink", HelpName = "NAME" };
}
