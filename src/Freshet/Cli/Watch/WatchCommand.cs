using System.CommandLine;
using System.Diagnostics.Metrics;
using System.Text;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Sources.Sse;
using Freshet.Telemetry;
using Freshet.Toml;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Freshet.Cli.Watch;

/// <summary><c>freshet watch</c>: a stream in the terminal. It is the source <c>sse</c>, whose events are printed in place of being kept.</summary>
internal static class WatchCommand
{
    private const string Name = "watch";

    public static Command Create(Terminal terminal)
    {
        var url = new Argument<string>("url")
        {
            Description = "The stream's address, such as http://localhost:8080/sse/events",
        };
        var types = new Option<string[]>("--types", "-t")
        {
            Description =
                "Types of events, between commas; * stands for any characters. The server leaves out the others",
            HelpName = "TYPES",
        };
        var sources = new Option<string[]>("--sources", "-s")
        {
            Description = "Sources of events, likewise",
            HelpName = "SOURCES",
        };
        var headers = new Option<string[]>("--header", "-H")
        {
            Description =
                "A header to send, as \"Authorization: Bearer …\". Several times for several",
            HelpName = "NAME: VALUE",
        };
        var since = new Option<string?>("--since")
        {
            Description =
                "Begin with what came at that time or later: RFC 3339, or a duration back from now such as 90m",
            HelpName = "TIME",
        };
        var format = new Option<string?>("--format")
        {
            Description =
                "text: a line of time, type, source, subject and content. json: the events as they are, one a line. By default text on a screen, and json elsewhere",
            HelpName = "FORMAT",
        };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new CommandWithExamples(
            Name,
            "Show a stream of events as they come. It comes back where the connection breaks, misses nothing that the server keeps, and tells of what it missed. Ctrl-C ends it",
            "freshet watch http://localhost:8080/sse/events",
            "freshet watch https://events.example.com/api/v1/stream --types drift -H \"Authorization: Bearer $TOKEN\"",
            "freshet watch http://localhost:8080/sse/events --since 1h --format json | jq .type"
        )
        {
            url,
            types,
            sources,
            headers,
            since,
            format,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                if (
                    !TimeOption.TryRead(
                        "--since",
                        parsed.GetValue(since),
                        TimeProvider.System.GetUtcNow(),
                        terminal,
                        out var from
                    )
                    || ReadOptions(
                        parsed.GetValue(url)!,
                        [
                            ("event_types", string.Join(',', parsed.GetValue(types) ?? [])),
                            ("sources", string.Join(',', parsed.GetValue(sources) ?? [])),
                            ("since", from is { } time ? Rfc3339.Format(time) : ""),
                        ],
                        parsed.GetValue(headers) ?? [],
                        terminal
                    )
                        is not { } options
                )
                {
                    return 1;
                }
                var isText =
                    (parsed.GetValue(format) ?? (terminal.IsScreen ? "text" : "json")) == "text";
                return await RunAsync(options, isText, terminal, cancellation);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        SseSourceOptions options,
        bool isText,
        Terminal terminal,
        CancellationToken cancellation
    )
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var loggers = LoggerFactory.Create(logging =>
            logging.AddFreshetConsole(
                LogFilter.Default,
                LogFormat.Text,
                TimeProvider.System,
                terminal.Error
            )
        );
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var printed = new PrintedEvents(terminal, isText, ended.Cancel);
        var source = new SseSource(
            options,
            new()
            {
                Name = Name,
                Loggers = loggers,
                Time = TimeProvider.System,
                Instruments = new Instruments(services.GetRequiredService<IMeterFactory>()),
                Output = printed,
                RootUrl = "",
                MaxBatch = 1000,
            }
        );
        try
        {
            await source.RunAsync(ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return 0;
        }
        // It came to its end: the server says that there is no more, or it could not be reached.
        return source.Trouble is null ? 0 : 1;
    }

    /// <summary>The options of the source; null after a mistake, which is told.</summary>
    private static SseSourceOptions? ReadOptions(
        string url,
        IReadOnlyList<(string Name, string Value)> query,
        IReadOnlyList<string> headers,
        Terminal terminal
    )
    {
        var written = new StringBuilder($"url = {TomlQuote.Of(WithQuery(url, query))}\n");
        if (!HeaderArguments.TryWrite(headers, "headers", written, terminal))
        {
            return null;
        }
        var diagnostics = new List<Diagnostic>();
        var table = TomlReader.Read(
            Encoding.UTF8.GetBytes(written.ToString()),
            "the command line",
            diagnostics
        );
        var options = new OptionsReader(diagnostics, _ => null).Read<SseSourceOptions>(table, Name);
        foreach (var diagnostic in diagnostics)
        {
            // Without the line that it stands in, which nobody wrote, and which may hold a secret.
            terminal.Error.WriteLine(
                $"error: {LogText.Escape(diagnostic.Message)}"
                    + (diagnostic.Hint is { } hint ? $"\n   = help: {hint}" : "")
            );
        }
        return diagnostics.Count == 0 ? options : null;
    }

    private static string WithQuery(string url, IReadOnlyList<(string Name, string Value)> query)
    {
        var added = string.Join(
            '&',
            query
                .Where(part => part.Value.Length > 0)
                .Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}")
        );
        return added.Length == 0 ? url
            : url.Contains('?', StringComparison.Ordinal) ? $"{url}&{added}"
            : $"{url}?{added}";
    }
}
