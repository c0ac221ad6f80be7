using System.CommandLine;
using System.Net.Sockets;
using Freshet.Hosting;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Freshet.Toml;

namespace Freshet.Cli;

/// <summary><c>freshet connect</c>: runs the server until it is told to stop.</summary>
internal static class ConnectCommand
{
    private const string LogVariable = "FRESHET_LOG";

    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var configuration = new ConfigurationArguments(terminal);
        var log = new Option<string?>("--log")
        {
            Description =
                $"Which log entries are written: a level, or categories with theirs, such as info,Freshet.Sinks.Sse=debug. {LogVariable} does the same",
            HelpName = "FILTER",
        };
        var command = new CommandWithExamples(
            "connect",
            "Run the server: take events in from the sources, keep them, deliver them to the sinks",
            "freshet connect --config freshet.toml",
            "freshet connect --profile sse-service --env-file production.env",
            "freshet connect --config base.toml --config production.toml --log info,Freshet.Sinks.Sse=debug"
        );
        configuration.AddTo(command);
        command.Add(log);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var setup = configuration.Read(parsed, catalog);
                var filter = ReadFilter(parsed.GetValue(log), setup.Options.Log, terminal);
                if (setup.HasErrors || filter is null)
                {
                    return 1;
                }
                var format = setup.Options.Log.Format;
                await using var server = new Server(
                    setup,
                    logging =>
                        logging.AddFreshetConsole(
                            filter,
                            format,
                            TimeProvider.System,
                            terminal.Error
                        ),
                    TimeProvider.System
                );
                return await RunAsync(server, configuration.Whole(parsed), terminal, cancellation);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        Server server,
        Profile? profile,
        Terminal terminal,
        CancellationToken cancellation
    )
    {
        var errors = terminal.Error;
        try
        {
            await server.StartAsync(cancellation);
        }
        catch (JournalUnavailableException fault)
        {
            await errors.WriteLineAsync($"error: {fault.Message}");
            await errors.WriteLineAsync(
                "   = help: choose another folder: --set journal.path=DIR; or keep events in memory alone: --set journal.type=memory"
            );
            return 1;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            await errors.WriteLineAsync($"error: cannot listen: {fault.Message}");
            await errors.WriteLineAsync(
                "   = help: stop what listens there, or choose another: --set http.port=8081, --set management.grpc.port=9095"
            );
            return 1;
        }
        if (
            profile is not null
            && Profiles.Hints(profile, server.Addresses[0], server.GrpcAddress) is { } hints
        )
        {
            await terminal.Output.WriteLineAsync(hints);
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            cancellation,
            server.StopRequested
        );
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Token.UnsafeRegister(
            static state => ((TaskCompletionSource)state!).TrySetResult(),
            stopped
        );
        await stopped.Task;
        await server.StopAsync();
        return server.HasFailed ? 1 : 0;
    }

    private static LogFilter? ReadFilter(string? given, LogOptions options, Terminal terminal)
    {
        var (text, origin) =
            given is not null ? (given, "--log")
            : terminal.Environment.GetValueOrDefault(LogVariable) is { Length: > 0 } variable
                ? (variable, LogVariable)
            : (options.Filter ?? "", null);
        if (LogFilter.TryParse(text, out var filter, out var error))
        {
            return filter;
        }
        // What the configuration says of it was told with the rest of it.
        if (origin is not null)
        {
            terminal.Error.WriteLine(
                new Diagnostic(Severity.Error, error, new Location(origin)).Render()
            );
        }
        return null;
    }
}
