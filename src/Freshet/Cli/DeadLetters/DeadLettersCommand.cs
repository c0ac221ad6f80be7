using System.CommandLine;
using Freshet.Pipelines;

namespace Freshet.Cli.DeadLetters;

/// <summary>
/// <c>freshet dead-letters</c>: what sinks gave up and sources refused, for an operator to look at, deliver after all or let go. Works beside a running
/// server.
/// </summary>
internal static class DeadLettersCommand
{
    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var command = new CommandWithExamples(
            "dead-letters",
            "List, show, retry or drop events that sinks gave up and messages that sources refused",
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
        var filter = new FilterArguments();
        var json = new Option<bool>("--json")
        {
            Description = "Print all of each letter, one JSON object a line, with its id",
        };
        var command = new CommandWithExamples(
            "list",
            "List the dead letters, oldest first",
            "freshet dead-letters list --sink archive --json",
            "freshet dead-letters list --source orders"
        );
        configuration.AddTo(command);
        filter.AddTo(command);
        command.Add(json);
        command.SetAction(parsed =>
            LetterSelection.Run(
                terminal,
                configuration.Read(parsed, catalog),
                folder =>
                {
                    var letters = folder.Open().Where(filter.Read(parsed).Admits);
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
        var raw = new Option<bool>("--raw")
        {
            Description =
                "Print the content alone, byte for byte, to be sent again or kept in a file",
        };
        var command = new CommandWithExamples(
            "show",
            "Print a dead letter: where it comes from, why it is one, and its content",
            "freshet dead-letters show 01985e1c-4f7a-7c3e-9d55-1f6f3a2b4c5d",
            "freshet dead-letters show --raw 01985e1c-4f7a-7c3e-9d55-1f6f3a2b4c5d | curl --json @- http://127.0.0.1:8080/webhook/000"
        );
        configuration.AddTo(command);
        command.Add(id);
        command.Add(raw);
        command.SetAction(parsed =>
            LetterSelection.Run(
                terminal,
                configuration.Read(parsed, catalog),
                folder =>
                {
                    var chosen = new LetterSelection([parsed.GetRequiredValue(id)], false, new());
                    if (chosen.Find(folder, terminal) is not { } letters)
                    {
                        return 1;
                    }
                    if (parsed.GetValue(raw))
                    {
                        return LetterContent.Write(letters[0], terminal) ? 0 : 1;
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
        var selection = new SelectionArguments();
        var command = new CommandWithExamples(
            "retry",
            "Deliver what sinks gave up once more, with the sinks of this configuration; what arrives is done with. 1 where anything was not delivered",
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
        var selection = new SelectionArguments();
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
}
