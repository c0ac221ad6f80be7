using System.CommandLine;
using Freshet.Hosting;
using Freshet.Pipelines;
using Freshet.Sinks.Db;

namespace Freshet.Cli.Db;

/// <summary><c>freshet db</c>: the databases that sinks write to.</summary>
internal static class DbCommand
{
    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var command = new CommandWithExamples(
            "db",
            "Make the tables that sinks of the type db write to",
            "freshet db init --config freshet.toml",
            "freshet db init --config freshet.toml --sink archive --print | psql"
        );
        command.Add(CreateInit(catalog, terminal));
        return command;
    }

    private static CommandWithExamples CreateInit(ComponentCatalog catalog, Terminal terminal)
    {
        var configuration = new ConfigurationArguments(terminal);
        var sink = new Option<string?>("--sink")
        {
            Description = "Only the table of this sink; without it those of all",
            HelpName = "NAME",
        };
        var print = new Option<bool>("--print")
        {
            Description = "Print the SQL, and connect to nothing",
        };
        var command = new CommandWithExamples(
            "init",
            "Make the table of each sink of the type db, or bring it up to date; what is there already stays. 1 where one could not be made",
            "freshet db init --config freshet.toml",
            "freshet db init --config freshet.toml --sink archive --print | psql"
        );
        configuration.AddTo(command);
        command.Add(sink);
        command.Add(print);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var setup = configuration.Read(parsed, catalog);
                if (
                    setup.HasErrors
                    || Choose(setup, parsed.GetValue(sink), terminal) is not { } chosen
                )
                {
                    return 1;
                }
                var isPrinted = parsed.GetValue(print);
                var code = 0;
                foreach (var (name, options) in chosen)
                {
                    code |=
                        options.Procedure is { } procedure ? HasNoTable(name, procedure, terminal)
                        : isPrinted ? Print(options, terminal)
                        : await InitAsync(name, options, terminal, cancellation);
                }
                return code;
            }
        );
        return command;
    }

    private static List<(string Name, DbSinkOptions Options)>? Choose(
        Setup setup,
        string? name,
        Terminal terminal
    )
    {
        var all = setup
            .Blueprint.Sinks.Where(plan => plan.Options is DbSinkOptions)
            .Select(plan => (plan.Name, (DbSinkOptions)plan.Options))
            .ToList();
        var chosen = name is null ? all : all.FindAll(sink => sink.Name == name);
        if (chosen.Count > 0)
        {
            return chosen;
        }
        terminal.Error.WriteLine(
            name is null
                ? "error: no sink of the type db is enabled in this configuration"
                : $"error: no sink \"{name}\" of the type db is enabled in this configuration"
        );
        if (all.Count > 0)
        {
            terminal.Error.WriteLine(
                $"   = help: there are {string.Join(", ", all.Select(sink => sink.Name))}"
            );
        }
        return null;
    }

    private static int HasNoTable(string name, TableName procedure, Terminal terminal)
    {
        terminal.Error.WriteLine($"{name} calls the procedure {procedure}, and needs no table");
        return 0;
    }

    private static int Print(DbSinkOptions options, Terminal terminal)
    {
        terminal.Output.Write(new DbSchema(options.Table).Script());
        return 0;
    }

    private static async Task<int> InitAsync(
        string name,
        DbSinkOptions options,
        Terminal terminal,
        CancellationToken cancellation
    )
    {
        try
        {
            await using var database = new Database(options);
            var made = await database.InitAsync(cancellation);
            await terminal.Output.WriteLineAsync(
                made.Count == 0
                    ? $"{name}: {options.Table} is there and up to date"
                    : $"{name}: {options.Table} is at version {made[^1]} now"
            );
            return 0;
        }
        catch (Exception fault) when (DbAnswer.IsAnswer(fault))
        {
            var reason = DbAnswer.OnInit(fault, options);
            await terminal.Error.WriteLineAsync($"error: {name}: {reason}");
            return 1;
        }
    }
}
