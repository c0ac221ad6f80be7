using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Freshet.Chaos.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Freshet.Chaos.Reading;

/// <summary>
/// What an HTTP sink delivers to: it answers 2xx once what came is on the disk. It is no better than others: it is overloaded at times, fails, and breaks
/// connections off, before and after it has kept what came.
/// </summary>
internal static class Receiver
{
    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="diary">Where it writes what came, and keeps what is there.</param>
    public static async Task RunAsync(
        int port,
        string diary,
        int seed,
        TimeProvider time,
        CancellationToken stopping
    )
    {
        using var writer = new DiaryWriter(diary, time);
        var random = new Random(seed);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, port);
                kestrel.Limits.MaxRequestBodySize = null;
            });
        await using var app = builder.Build();
        app.Run(http => TakeAsync(http, writer, random));
        await app.StartAsync(stopping);
        await app.WaitForShutdownAsync(stopping);
    }

    private static async Task TakeAsync(HttpContext http, DiaryWriter writer, Random random)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        int chance;
        lock (random)
        {
            chance = random.Next(200);
        }
        if (chance < 2)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        if (chance == 2)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = "1";
            return;
        }
        if (Digests(body.ToArray()) is not { } digests)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        writer.Keep(digests);
        if (chance is 3 or 4)
        {
            http.Abort();
            return;
        }
        http.Response.StatusCode =
            chance == 5 ? StatusCodes.Status500InternalServerError : StatusCodes.Status204NoContent;
    }

    /// <summary>One for an event, one for each of an array; null where it is no JSON.</summary>
    private static List<string>? Digests(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Array
                ?
                [
                    .. json
                        .RootElement.EnumerateArray()
                        .Select(each => Digest.Of(JsonMarshal.GetRawUtf8Value(each))),
                ]
                : [Digest.Of(body)];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
