using System.CommandLine;
using Freshet.Cli.Differences;
using Freshet.Hosting;
using Freshet.Hosting.Testing;
using Freshet.Pipelines;
using Freshet.Telemetry;

namespace Freshet.Cli.Testing;

/// <summary><c>freshet test</c>: the tests that stand in a configuration.</summary>
internal static class TestCommand
{
    private const string Margin = "        ";

    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var configuration = new ConfigurationArguments(terminal);
        var command = new CommandWithExamples(
            "test",
            """
            Run the [[tests]] of a configuration; exit code 1 where one fails, or there is none.

            A test is an input, the transformers that it goes through, and what is expected of the events that come out:

              [[tests]]
              name = "a push becomes a change"
              transformer_refs = ["github"]
              headers = { "X-GitHub-Event" = "push" }
              input = '{ "ref": "refs/heads/main" }'
              expect = [{ condition = '.body.branch == "main"' }]

            An expectation has a body (all of it), a condition (a program that gives true), headers and metadata; or it is no_event = true, or rejected_with = "part of the reason". docs/testing.md tells the rest.
            """,
            "freshet test --config freshet.toml",
            "freshet test --config freshet.toml --config tests.toml     keep tests in a file of their own"
        );
        configuration.AddTo(command);
        command.SetAction(parsed =>
        {
            var setup = configuration.Read(parsed, catalog, runs: false);
            return setup.HasErrors ? 1 : Run(setup, terminal);
        });
        return command;
    }

    private static int Run(Setup setup, Terminal terminal)
    {
        var tests = setup.Options.Tests;
        if (tests.Count == 0)
        {
            terminal.Error.WriteLine("error: the configuration has no tests");
            terminal.Error.WriteLine(
                "   = help: add [[tests]] with name, transformer_refs, input and expect"
            );
            return 1;
        }
        using var transformers = new OfflineTransformers(setup, TimeProvider.System);
        var runner = new TestRunner(transformers, TimeProvider.System);
        var failed = tests.Count(test => !Passes(test, runner.Run(test), terminal));
        terminal.Output.WriteLine(
            $"{tests.Count} {(tests.Count == 1 ? "test" : "tests")}, {(failed == 0 ? "all passed" : $"{failed} failed")}"
        );
        return failed == 0 ? 0 : 1;
    }

    private static bool Passes(
        TestOptions test,
        IReadOnlyList<TestFailure> failures,
        Terminal terminal
    )
    {
        var name = LogText.Escape(test.Name);
        if (failures.Count == 0)
        {
            terminal.Output.WriteLine($"ok      {name}");
            return true;
        }
        terminal.Output.WriteLine($"FAILED  {name} ({LogText.Escape($"{test.Place}")})");
        var diff = new DiffWriter(terminal.Output, terminal.HasColouredOutput);
        foreach (var failure in failures)
        {
            terminal.Output.WriteLine(Margin + LogText.Escape(failure.Reason));
            if (!failure.Expected.IsEmpty || !failure.Actual.IsEmpty)
            {
                diff.Write(Form(failure.Expected), Form(failure.Actual));
            }
        }
        return false;
    }

    private static byte[] Form(ReadOnlyMemory<byte> json) =>
        json.IsEmpty ? [] : SortedJson.Write(json);
}
