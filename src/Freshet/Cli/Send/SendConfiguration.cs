using System.CommandLine;
using System.Text;
using Freshet.Configuration;
using Freshet.Pipelines;
using Freshet.Sinks.Http;

namespace Freshet.Cli.Send;

/// <summary>
/// The options of <c>send</c> that say where events go, and the configuration that they and <c>--config</c> come to. <c>--url</c> and <c>--header</c> are the sink
/// <c>http</c>, as cdviz-collector has it: what a file says of that sink, such as a signature, holds beside them.
/// </summary>
internal sealed class SendConfiguration(ComponentCatalog catalog, Terminal terminal)
{
    /// <summary>The sink that the command line describes.</summary>
    private const string SinkName = "http";

    /// <summary>The source whose name counts where nobody says, as cdviz-collector calls it.</summary>
    private const string DefaultSource = "cli";

    /// <summary>Who waits for a command wants an answer: a server may try for half an hour.</summary>
    private static readonly TimeSpan DefaultRetries = TimeSpan.FromSeconds(30);

    private readonly ConfigurationArguments configuration = new(terminal);

    private readonly Option<string?> url = new("--url", "-u")
    {
        Description =
            "Where the events are POSTed: an http sink, beside those of the configuration",
        HelpName = "URL",
    };

    private readonly Option<string[]> headers = new("--header", "-H")
    {
        Description =
            "A header to send to --url. ${NAME} in it is the environment's variable: in single quotes, 'Authorization: Bearer ${TOKEN}', no list of processes shows it. Several times for several",
        HelpName = "NAME: VALUE",
    };

    private readonly Option<string?> retries = new("--total-duration-of-retries")
    {
        Description =
            "How long a delivery that fails is tried again, such as 5s or 2m; 0s for one try. By default what the configuration says of the sink, and else 30s",
        HelpName = "DURATION",
    };

    private readonly Option<string?> source = new("--source")
    {
        Description =
            $"The source of the configuration whose transformer_refs and cdevents hold for the events. By default {DefaultSource}, where there is one",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Add(url);
        command.Add(headers);
        configuration.AddTo(command);
        command.Add(retries);
        command.Add(source);
    }

    /// <summary>Reads the configuration; what is wrong is told, and null returned.</summary>
    public SendPlan? Read(ParseResult parsed)
    {
        TimeSpan? time = null;
        if (parsed.GetValue(retries) is { } given)
        {
            if (!Duration.TryParse(given, out var duration) || duration > TimeSpan.FromDays(365))
            {
                return Fail(
                    $"--total-duration-of-retries {given}: expected a duration such as 30s"
                );
            }
            time = duration;
        }
        if (!TryWriteSink(parsed, out var over))
        {
            return null;
        }
        var setup = configuration.Read(parsed, catalog, runs: false, over);
        if (setup.HasErrors)
        {
            return null;
        }
        var sinks = setup.Blueprint.Sinks.FindAll(plan => plan.Options is HttpSinkOptions);
        if (sinks.Count == 0)
        {
            return Fail(
                "no sink of the type http is enabled in this configuration",
                "say where events go with --url URL, or with --config FILE that has such a sink"
            );
        }
        foreach (var plan in sinks)
        {
            var options = (HttpSinkOptions)plan.Options;
            var isGiven = plan.Table.Find("total_duration_of_retries") is not null;
            options.TotalDurationOfRetries =
                time ?? (isGiven ? options.TotalDurationOfRetries : DefaultRetries);
        }
        var name = parsed.GetValue(source);
        var flow = setup.Blueprint.SourceFlows.GetValueOrDefault(name ?? DefaultSource);
        if (flow is null && name is not null)
        {
            return Fail(
                $"no source \"{name}\" is enabled in this configuration",
                NearestName.Hint(name, setup.Blueprint.SourceFlows.Keys)
            );
        }
        return new(setup, name ?? DefaultSource, flow ?? new(), sinks);
    }

    /// <summary>The configuration that the command line amounts to; null where it names no destination.</summary>
    private bool TryWriteSink(ParseResult parsed, out ConfigurationInput.Embedded? over)
    {
        over = null;
        var given = parsed.GetValue(headers) ?? [];
        if (parsed.GetValue(url) is not { } destination)
        {
            if (given.Length > 0)
            {
                Fail("--header goes with --url");
            }
            return given.Length == 0;
        }
        var written = new StringBuilder(
            $"""
            [sinks.{SinkName}]
            enabled = true
            type = "http"
            destination = {TomlQuote.Of(destination)}

            """
        );
        if (!HeaderArguments.TryWrite(given, $"sinks.{SinkName}.headers", written, terminal))
        {
            return false;
        }
        over = new("the command line", Encoding.UTF8.GetBytes(written.ToString()));
        return true;
    }

    private SendPlan? Fail(string message, string? help = null)
    {
        terminal.Error.WriteLine($"error: {message}");
        if (help is not null)
        {
            terminal.Error.WriteLine($"   = help: {help}");
        }
        return null;
    }
}
