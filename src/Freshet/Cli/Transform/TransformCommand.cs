using System.CommandLine;
using Freshet.Configuration;
using Freshet.Events.Parsing;
using Freshet.Hosting;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Freshet.Toml;

namespace Freshet.Cli.Transform;

/// <summary><c>freshet transform</c>: files of events through transformers, compared with golden files.</summary>
internal static class TransformCommand
{
    private const string Description = """
        Transform files of events, and compare what comes with golden files.

        Each input that is found below the input folder becomes an event (or several: lines, rows), and goes through the transformers. Beside an input NAME.json, NAME.headers.json holds its headers. What comes out is
        written to NAME.json.new below the output folder, a second one to NAME.1.json.new, and compared with NAME.json, as JSON. Nothing is filled in: ids and times are what the transformers make.

        The exit code is 1 where an output is different from its golden file, has none, or is missing; where an input is rejected; and where an output is no CDEvent.
        """;

    private static readonly Dictionary<string, ContentFormat> Parsers = new(StringComparer.Ordinal)
    {
        ["auto"] = ContentFormat.Auto,
        ["json"] = ContentFormat.Json,
        ["jsonl"] = ContentFormat.Jsonl,
        ["csv"] = ContentFormat.CsvRow,
        ["xml"] = ContentFormat.Xml,
        ["yaml"] = ContentFormat.Yaml,
        ["tap"] = ContentFormat.Tap,
        ["text"] = ContentFormat.Text,
        ["text_line"] = ContentFormat.TextLine,
    };

    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var configuration = new ConfigurationArguments(terminal);
        var input = new Option<string>("--input", "-i")
        {
            Description =
                "The folder of the inputs, searched with all folders in it. *.headers.json, *.metadata.json and *.json.new are none",
            HelpName = "DIR",
            Required = true,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder of the golden files; may be that of the inputs",
            HelpName = "DIR",
            Required = true,
        };
        var transformers = new Option<string[]>("--transformer-refs", "-t")
        {
            Description =
                "Transformers of the configuration, applied in this order: a,b or -t a -t b. Without it inputs are outputs",
            HelpName = "NAMES",
            AllowMultipleArgumentsPerToken = true,
        };
        var mode = new Option<string>("--mode", "-m")
        {
            Description =
                "What becomes of differences. review: each is shown, and asked about; check: they are shown, for CI; overwrite: outputs become the golden files, and golden files without output are told",
            DefaultValueFactory = _ => "review",
        };
        mode.AcceptOnlyFromAmong("review", "overwrite", "check");
        var parser = new Option<string>("--input-parser")
        {
            Description =
                "Which inputs are read, and how. auto: by extension, text (.txt, .log) by lines; the others read the files of their extensions alone",
            DefaultValueFactory = _ => "auto",
        };
        parser.AcceptOnlyFromAmong([.. Parsers.Keys]);
        var noCheck = new Option<bool>("--no-check-cdevent")
        {
            Description = "Do not ask of outputs to be CDEvents",
        };
        var exportHeaders = new Option<bool>("--export-headers")
        {
            Description = "Compare headers of outputs too, as NAME.headers.json",
        };
        var exportMetadata = new Option<bool>("--export-metadata")
        {
            Description =
                "Compare metadata of outputs too, as NAME.metadata.json, without root and last_modified",
        };
        var keep = new Option<bool>("--keep-new-files")
        {
            Description = "Leave the *.json.new files where they are",
        };
        var directory = new Option<string?>("--directory", "-C")
        {
            Description = "Go to this folder first: all other paths are relative to it",
            HelpName = "DIR",
        };
        var disableOtel = new Option<bool>("--disable-otel")
        {
            Description =
                "Changes nothing, as this command exports no telemetry; scripts for cdviz-collector give it",
        };
        var command = new CommandWithExamples(
            "transform",
            Description,
            "freshet transform --config freshet.toml -t github -i tests/inputs -o tests/outputs",
            "freshet transform --config freshet.toml -t clean,github -i tests/inputs -o tests/outputs --mode check",
            "freshet transform --config freshet.toml -t junit -i reports -o events --input-parser xml --mode overwrite --no-check-cdevent"
        );
        configuration.AddTo(command);
        foreach (
            Option option in new Option[]
            {
                input,
                output,
                transformers,
                mode,
                parser,
                noCheck,
                exportHeaders,
                exportMetadata,
                keep,
                directory,
                disableOtel,
            }
        )
        {
            command.Add(option);
        }
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(directory) is { } folder && !TryGoTo(folder, terminal))
            {
                return 1;
            }
            var settings = new TransformSettings
            {
                Input = parsed.GetRequiredValue(input),
                Output = parsed.GetRequiredValue(output),
                Transformers = Names(parsed.GetValue(transformers)),
                Mode = Enum.Parse<TransformMode>(parsed.GetValue(mode)!, ignoreCase: true),
                Parser = Parsers[parsed.GetValue(parser)!],
                ChecksCDEvents = !parsed.GetValue(noCheck),
                ExportsHeaders = parsed.GetValue(exportHeaders),
                ExportsMetadata = parsed.GetValue(exportMetadata),
                KeepsNewFiles = parsed.GetValue(keep),
            };
            return Run(settings, configuration.Read(parsed, catalog, runs: false), terminal);
        });
        return command;
    }

    private static int Run(TransformSettings settings, Setup setup, Terminal terminal)
    {
        if (setup.HasErrors || !AreKnown(settings.Transformers, setup, terminal))
        {
            return 1;
        }
        if (settings.Mode == TransformMode.Review && !terminal.IsInteractive)
        {
            terminal.Error.WriteLine("error: a review asks, and this is no terminal");
            terminal.Error.WriteLine(
                "   = help: use --mode check to be told of differences, or --mode overwrite to accept them"
            );
            return 1;
        }
        using var transformers = new OfflineTransformers(setup, TimeProvider.System);
        return new TransformRun(settings, transformers, terminal).Run();
    }

    private static bool TryGoTo(string folder, Terminal terminal)
    {
        try
        {
            Directory.SetCurrentDirectory(folder);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"error: --directory: {LogText.Escape(fault.Message)}");
            return false;
        }
    }

    private static IReadOnlyList<string> Names(string[]? given) =>
        [
            .. (given ?? []).SelectMany(names =>
                names.Split(
                    ',',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                )
            ),
        ];

    private static bool AreKnown(IReadOnlyList<string> names, Setup setup, Terminal terminal)
    {
        var unknown = names.Where(name => !setup.Blueprint.Transformers.ContainsKey(name)).ToList();
        foreach (var name in unknown)
        {
            terminal.Error.WriteLine(
                new Diagnostic(
                    Severity.Error,
                    $"there is no transformer \"{name}\" in the configuration",
                    new Location("--transformer-refs"),
                    NearestName.Hint(name, setup.Blueprint.Transformers.Keys)
                ).Render()
            );
        }
        return unknown.Count == 0;
    }
}
