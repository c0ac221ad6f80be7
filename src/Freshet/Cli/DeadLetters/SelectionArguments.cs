using System.CommandLine;

namespace Freshet.Cli.DeadLetters;

/// <summary>The arguments by which a command is told which dead letters it is about.</summary>
internal sealed class SelectionArguments
{
    private readonly FilterArguments filter = new();

    private readonly Argument<string[]> ids = new("ID")
    {
        Description = "Ids of letters, as list prints them",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> all = new("--all")
    {
        Description = "All of them, or with --sink or --source all of that one",
    };

    public void AddTo(Command command)
    {
        command.Add(ids);
        command.Add(all);
        filter.AddTo(command);
    }

    public LetterSelection Read(ParseResult parsed) =>
        new(parsed.GetValue(ids) ?? [], parsed.GetValue(all), filter.Read(parsed));
}
