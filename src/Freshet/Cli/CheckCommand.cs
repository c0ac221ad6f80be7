using System.CommandLine;
using Freshet.Pipelines;

namespace Freshet.Cli;

/// <summary><c>freshet check</c>: tells everything that is wrong with a configuration, or what it does.</summary>
internal static class CheckCommand
{
    public static Command Create(ComponentCatalog catalog)
    {
        var configuration = new ConfigurationArguments();
        var command = new Command(
            "check",
            "Tell everything that is wrong with a configuration (exit code 1), or what it does"
        );
        configuration.AddTo(command);
        command.SetAction(parsed =>
        {
            var setup = configuration.Read(parsed, catalog, parsed.InvocationConfiguration.Error);
            if (setup.HasErrors)
            {
                var count = setup.Diagnostics.Count(diagnostic =>
                    diagnostic.Severity == Toml.Severity.Error
                );
                parsed.InvocationConfiguration.Error.WriteLine(
                    $"{count} {(count == 1 ? "error" : "errors")}"
                );
                return 1;
            }
            Write(setup.Blueprint, parsed.InvocationConfiguration.Output);
            return 0;
        });
        return command;
    }

    /// <summary>A line for each source up to the journal, and one for each sink from there.</summary>
    private static void Write(Blueprint blueprint, TextWriter output)
    {
        foreach (var plan in blueprint.Sources)
        {
            output.WriteLine(
                Flow([
                    Describe(plan.Name, plan.Type.Name, plan.Options, "POST"),
                    .. plan.TransformerRefs,
                    "journal",
                ])
            );
        }
        foreach (var plan in blueprint.Sinks)
        {
            output.WriteLine(
                Flow([
                    "journal",
                    .. plan.TransformerRefs,
                    Describe(plan.Name, plan.Type.Name, plan.Options, "GET"),
                ])
            );
        }
    }

    private static string Flow(IEnumerable<string> steps) => string.Join(" → ", steps);

    private static string Describe(string name, string type, object options, string method) =>
        options is IHttpOptions http
            ? $"{name} ({type}: {string.Join(", ", http.Paths.Select(path => $"{method} {path}"))})"
            : $"{name} ({type})";
}
