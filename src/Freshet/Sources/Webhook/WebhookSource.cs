using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Sources.Receiving;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Webhook;

/// <summary>One webhook: a request is answered once its events are in the journal, and not before.</summary>
internal sealed class WebhookSource(WebhookOptions options, SourceContext context)
    : ISource,
        IHttpComponent
{
    private readonly EventReceiver receiver = new(
        options,
        context,
        JsonText.Write(context.CompleteMetadata(options.Metadata)),
        (headers, body) => WebhookContent.Read(headers, body, context.MaxBatch),
        context.Loggers.CreateLogger<WebhookSource>()
    );

    public void Map(IEndpointRouteBuilder routes) => receiver.Map(routes);

    public Task RunAsync(CancellationToken stopping) => receiver.RunAsync(stopping);
}
