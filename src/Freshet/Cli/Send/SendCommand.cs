using System.CommandLine;
using Freshet.Events.Parsing;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Microsoft.Extensions.Logging;

namespace Freshet.Cli.Send;

/// <summary><c>freshet send</c>: events of the command line, or of a command that it runs, once through the pipeline to http sinks.</summary>
internal static class SendCommand
{
    /// <summary>The exit code where nothing was sent: the command line, the configuration or the data is wrong.</summary>
    public const int NothingSent = 1;

    /// <summary>The exit code where some destination did not take an event.</summary>
    public const int NotAllSent = 2;

    private const string Description = """
        Send events once: those of --data, or those of a command that it runs.

        --data: the events go the way that a server would send them, through recognition, the check of CDEvents and the transformers of a source and of the sinks, to the http sinks of the configuration
        and to --url. What fails is tried again for --total-duration-of-retries. The exit code is 0 where every destination answered 2xx, 1 where the command line, the configuration or the data is wrong and
        nothing was sent, 2 where a destination did not take an event.

        --run TYPE -- COMMAND: a CDEvent says that the command has begun, and another how it ended: taskRun (taskrun), or testSuiteRun with the results of JUnit (testsuiterun-junit) or TAP (testsuiterun-tap). The exit
        code is the command's own, 127 or 126 where it cannot be started, 128 and the signal where one ended it; that no event can be sent changes nothing, unless --fail-on-collector-error is given.
        """;

    private static readonly Dictionary<string, ContentFormat> Parsers = new(StringComparer.Ordinal)
    {
        ["auto"] = ContentFormat.Auto,
        ["json"] = ContentFormat.Json,
        ["jsonl"] = ContentFormat.Jsonl,
        ["csv"] = ContentFormat.CsvRow,
        ["csv_row"] = ContentFormat.CsvRow,
        ["xml"] = ContentFormat.Xml,
        ["yaml"] = ContentFormat.Yaml,
        ["tap"] = ContentFormat.Tap,
        ["text"] = ContentFormat.Text,
        ["text_line"] = ContentFormat.TextLine,
        ["text-line"] = ContentFormat.TextLine,
    };

    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var configuration = new SendConfiguration(catalog, terminal);
        var data = new Option<string[]>("--data", "-d")
        {
            Description =
                "The events: JSON, @FILE, or - for standard input; of an array each element is one. With --run the files of results in place of the usual ones, such as 'build/test-results/**/*.xml'. Several times for several",
            HelpName = "DATA",
        };
        var parser = new Option<string>("--input-parser")
        {
            Description =
                $"How --data holds events: {string.Join(", ", Parsers.Keys.Where(name => name is not ("csv_row" or "text-line")))}. auto: by a file's extension, and else JSON",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "auto",
        };
        parser.AcceptOnlyFromAmong([.. Parsers.Keys]);
        var metadata = new Option<string[]>("--metadata")
        {
            Description =
                "Metadata of the events, such as context.source=https://ci.example.com. With --run also what the events say: task_name, suite_name, env_id, tested_artifact_id, results_url, … Several times for several",
            HelpName = "KEY=VALUE",
        };
        var run = new Option<string?>("--run")
        {
            Description =
                $"Run the command behind -- and tell of it: {string.Join(", ", RunTypes.Names)}",
            HelpName = "TYPE",
        };
        var noData = new Option<bool>("--no-data")
        {
            Description = "With --run: read no results, the exit code alone says how it went",
        };
        var strict = new Option<bool>("--fail-on-collector-error")
        {
            Description =
                "With --run: 2 where the command succeeded and an event could not be sent; and the command is not run where it is clear before that none can be",
        };
        var directory = new Option<string?>("--directory", "-C")
        {
            Description = "The working directory of all of it",
            HelpName = "DIR",
        };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Tell of failures alone" };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Tell more" };
        var command = new CommandWithExamples(
            "send",
            Description,
            "freshet send --url https://events.example.com/webhook/ci --data @event.json -H 'Authorization: Bearer ${TOKEN}'",
            "jq -c '.[]' events.json | freshet send --config freshet.toml --input-parser jsonl --data -",
            "freshet send --url https://events.example.com/webhook/ci --run taskrun -- make build",
            "freshet send --url https://events.example.com/webhook/ci --run testsuiterun-junit --data 'build/test-results/**/*.xml' -- ./gradlew test",
            "freshet send --url https://events.example.com/webhook/ci --run testsuiterun-tap -- node --test --test-reporter=tap"
        )
        {
            data,
            parser,
            metadata,
            run,
            noData,
            strict,
            directory,
            quiet,
            verbose,
            Ignored("--disable-otel"),
            Ignored("--log-full-response-on-error"),
        };
        configuration.AddTo(command);
        var child = new Argument<string[]>("COMMAND")
        {
            Description = "With --run: the command and its arguments, behind --",
            Arity = ArgumentArity.ZeroOrMore,
        };
        command.Add(child);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                if (
                    !TryEnter(parsed.GetValue(directory), terminal)
                    || MetadataArguments.Read(parsed.GetValue(metadata) ?? [], terminal)
                        is not { } given
                )
                {
                    return NothingSent;
                }
                var isQuiet = parsed.GetValue(quiet);
                var level =
                    isQuiet ? LogLevel.None
                    : parsed.GetValue(verbose) ? LogLevel.Debug
                    : LogLevel.Warning;
                var sending = new Sending(terminal, LogFilter.Of(level), isQuiet, given);
                var texts = parsed.GetValue(data) ?? [];
                var words = parsed.GetValue(child) ?? [];
                if (parsed.GetValue(run) is not { } type)
                {
                    return await sending.SendAsync(
                        texts,
                        Parsers[parsed.GetValue(parser)!],
                        words,
                        () => configuration.Read(parsed),
                        cancellation
                    );
                }
                return await sending.RunAsync(
                    type,
                    texts,
                    words,
                    readsResults: !parsed.GetValue(noData),
                    isStrict: parsed.GetValue(strict),
                    () => configuration.Read(parsed)
                );
            }
        );
        return command;
    }

    /// <summary>An option of cdviz-collector that has nothing to change here, and must not end a command line that has it.</summary>
    private static Option<bool> Ignored(string name) =>
        new(name) { Description = "Of cdviz-collector; changes nothing here", Hidden = true };

    private static bool TryEnter(string? directory, Terminal terminal)
    {
        if (directory is null)
        {
            return true;
        }
        try
        {
            Directory.SetCurrentDirectory(directory);
            return true;
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            terminal.Error.WriteLine(
                $"error: --directory {LogText.Escape(directory)}: {LogText.Escape(fault.Message)}"
            );
            return false;
        }
    }
}
