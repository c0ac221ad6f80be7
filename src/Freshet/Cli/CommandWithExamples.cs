using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Freshet.Cli;

/// <summary>A command whose help ends with lines to try.</summary>
internal sealed class CommandWithExamples(
    string name,
    string description,
    params IReadOnlyList<string> examples
) : Command(name, description)
{
    private IReadOnlyList<string> Examples => examples;

    /// <summary>Makes the help of every command below show its examples.</summary>
    public static void Teach(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Help((HelpAction)help.Action!);
    }

    private sealed class Help(HelpAction standard) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = standard.Invoke(parseResult);
            if (parseResult.CommandResult.Command is CommandWithExamples command)
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (var example in command.Examples)
                {
                    output.WriteLine($"  {example}");
                }
                output.WriteLine();
            }
            return code;
        }
    }
}
