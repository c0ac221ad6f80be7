using System.CommandLine;

namespace Freshet.Cli.DeadLetters;

/// <summary>The arguments by which a command is told which dead letters it is about.</summary>
internal sealed class SelectionArguments(Option<string?> sink)
{
    private readonly Argument<string[]> ids = new("ID")
    {
        Description = "Ids of letters, as list prints them",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> all = new("--all")
    {
        Description = "All of them, or with --sink all of that sink",
    };

    public void AddTo(Command command)
    {
        command.Add(ids);
        command.Add(all);
        command.Add(sink);
    }

    public LetterSelection Read(ParseResult parsed) =>
        new(parsed.GetValue(ids) ?? [], parsed.GetValue(all), parsed.GetValue(sink));
}
