namespace Freshet.Cli.Send;

/// <summary>The source of events that name none.</summary>
internal static class EventsSource
{
    /// <summary>
    /// What <c>--metadata context.source=…</c> says; in a job of CI its pipeline; where the configuration says where its server is, that server and the source's name; and else this machine.
    /// </summary>
    public static string Of(MetadataArguments metadata, SendPlan? plan, Terminal terminal) =>
        metadata.Source
        ?? CiJob.Find(terminal.Environment)?.Source
        ?? (
            plan?.Setup.Options.Http.RootUrl is { } root
                ? $"{root.TrimEnd('/')}?source={Uri.EscapeDataString(plan.Source)}"
                : $"freshet://{Uri.EscapeDataString(Environment.MachineName.ToLowerInvariant())}/send"
        );
}
