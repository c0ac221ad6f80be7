// ASP.NET as one would write it today: what Freshet's stream is measured against. naive --port N
using Freshet.Naive;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSingleton<Broadcast>();
var app = builder.Build();
app.Urls.Add($"http://127.0.0.1:{app.Configuration["port"] ?? "8080"}");

app.MapPost(
    "/publish",
    async (HttpRequest request, Broadcast broadcast, CancellationToken cancellation) =>
    {
        using var reader = new StreamReader(request.Body);
        await broadcast.PublishAsync(await reader.ReadToEndAsync(cancellation), cancellation);
        return TypedResults.Accepted((string?)null);
    }
);

app.MapGet(
    "/stream",
    (HttpResponse response, Broadcast broadcast, CancellationToken cancellation) =>
        TypedResults.ServerSentEvents(broadcast.FollowAsync(response, cancellation))
);

// What a request costs before anything is done with it; Kestrel reads past the body by itself.
app.MapPost(
    "/empty",
    (HttpContext context) => context.Response.StatusCode = StatusCodes.Status201Created
);

await app.StartAsync();
await Console.Out.WriteLineAsync("listening");
await app.WaitForShutdownAsync();
