using System.CommandLine;

namespace Freshet.Cli.DeadLetters;

/// <summary>The options by which a command is told whose dead letters it is about.</summary>
internal sealed class FilterArguments
{
    private readonly Option<string?> sink = new("--sink")
    {
        Description = "Only those that this sink gave up",
        HelpName = "NAME",
    };

    private readonly Option<string?> source = new("--source")
    {
        Description = "Only those that this source refused",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Add(sink);
        command.Add(source);
        command.Validators.Add(result =>
        {
            if (result.GetResult(sink) is not null && result.GetResult(source) is not null)
            {
                result.AddError("give --sink or --source, not both");
            }
        });
    }

    public LetterFilter Read(ParseResult parsed) =>
        new(parsed.GetValue(sink), parsed.GetValue(source));
}
