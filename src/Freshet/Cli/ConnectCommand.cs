using System.CommandLine;
using System.Net.Sockets;
using Freshet.Hosting;
using Freshet.Hosting.Reloading;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Freshet.Toml;
using Microsoft.Extensions.Logging;

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
        var watch = new Option<bool>("--watch")
        {
            Description =
                "Reload the configuration when one of the files changes that it was read from, as SIGHUP does at any time: what is the same runs on, and a configuration with an error is refused as a whole",
        };
        var command = new CommandWithExamples(
            "connect",
            "Run the server: take events in from the sources, keep them, deliver them to the sinks",
            "freshet connect --config freshet.toml",
            "freshet connect --config freshet.toml --watch",
            "freshet connect --profile sse-service --env-file production.env",
            "freshet connect --config base.toml --config production.toml --log info,Freshet.Sinks.Sse=debug"
        );
        configuration.AddTo(command);
        command.Add(log);
        command.Add(watch);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                // Before anything else: a signal that nobody minds ends the process.
                using var signals = new Signals();
                var setup = configuration.Read(parsed, catalog);
                var filter = ReadFilter(parsed.GetValue(log), setup.Options.Log, terminal);
                if (setup.HasErrors || filter is null)
                {
                    return 1;
                }
                await using var server = new Server(
                    setup,
                    logging =>
                    {
                        logging.AddFreshetConsole(
                            filter,
                            setup.Options.Log.Format,
                            TimeProvider.System,
                            terminal.Error
                        );
                        LogFilter.Apply(logging, () => Volatile.Read(ref filter));
                    },
                    TimeProvider.System
                );
                var reloads = new Reloads(
                    setup,
                    () => configuration.Read(parsed, catalog),
                    async next =>
                    {
                        var report = await server.ReloadAsync(next);
                        Tell(report, terminal);
                        if (report.Outcome != ReloadOutcome.Refused)
                        {
                            var changed = ReadFilter(
                                parsed.GetValue(log),
                                next.Options.Log,
                                terminal
                            );
                            Volatile.Write(ref filter, changed ?? filter);
                        }
                    },
                    server.Loggers.CreateLogger<Reloads>()
                );
                signals.OnHangUp(reloads.Request);
                return await RunAsync(
                    server,
                    configuration.Whole(parsed),
                    terminal,
                    async stopping =>
                    {
                        var watching = parsed.GetValue(watch)
                            ? new ConfigurationWatch(
                                () => reloads.Files,
                                reloads.Request,
                                TimeProvider.System
                            ).RunAsync(stopping)
                            : Task.CompletedTask;
                        await Task.WhenAll(reloads.RunAsync(stopping), watching);
                    },
                    signals.Hurry,
                    cancellation
                );
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        Server server,
        Profile? profile,
        Terminal terminal,
        Func<CancellationToken, Task> reload,
        CancellationToken hurry,
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
        var reloading = reload(stop.Token);
        await Task.WhenAny(stopped.Task, reloading);
        // A reload that is under way makes haste now.
        await server.StopAsync(hurry);
        try
        {
            await reloading;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was told to end, and did.
        }
        return server.HasFailed ? 1 : 0;
    }

    private static void Tell(ReloadReport report, Terminal terminal)
    {
        foreach (var obstacle in report.Obstacles)
        {
            terminal.Error.WriteLine(obstacle.Render());
        }
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
