using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Http;
using Freshet.Http.Headers;
using Freshet.Journal;
using Freshet.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Webhook;

/// <summary>One webhook: a request is answered once its events are in the journal, and not before.</summary>
internal sealed partial class WebhookSource : ISource, IHttpComponent
{
    private readonly WebhookOptions options;
    private readonly SourceContext context;
    private readonly ILogger logger;
    private readonly JsonObject metadata;
    private readonly Doorkeeper doorkeeper = new();

    public WebhookSource(WebhookOptions options, SourceContext context)
    {
        this.options = options;
        this.context = context;
        logger = context.Loggers.CreateLogger<WebhookSource>();
        metadata = EventMetadata.Of(options.Metadata, context);
    }

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(options.Route, [HttpMethods.Post], ReceiveAsync);

    /// <summary>Once stopping, new requests are refused, and those in hand are answered before this returns.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await Cancelled.WaitAsync(stopping);
        await doorkeeper.CloseAsync();
    }
}
