using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Sources.Receiving;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Falco;

/// <summary>Where Falco sends its alerts: each is answered once it is in the journal, and not before.</summary>
internal sealed class FalcoSource : ISource, IHttpComponent
{
    private readonly EventReceiver receiver;

    public FalcoSource(FalcoOptions options, SourceContext context)
    {
        var source = SourceIn(options.Metadata);
        receiver = new(
            options,
            context,
            JsonText.Write(context.CompleteMetadata(options.Metadata)),
            (_, body) => AlertContent.Read(body, source),
            context.Loggers.CreateLogger<FalcoSource>()
        );
    }

    public void Map(IEndpointRouteBuilder routes) => receiver.Map(routes);

    public Task RunAsync(CancellationToken stopping) => receiver.RunAsync(stopping);

    /// <summary>The source that the configuration gives to all events; null where it gives none.</summary>
    private static string? SourceIn(JsonObject metadata) =>
        metadata["context"] is JsonObject context
        && context["source"] is JsonValue given
        && given.TryGetValue<string>(out var source)
        && source.Length > 0
            ? source
            : null;
}
