using System.Text.Encodings.Web;
using System.Text.Json;
using Freshet.Http.Describing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Freshet.Management.OpenApi;

/// <summary><c>GET /openapi.json</c>: everything that the server answers over HTTP, this too, as an OpenAPI 3.1 document.</summary>
/// <param name="document">Writes it.</param>
internal sealed class ApiDescription(ApiDocument document)
{
    /// <summary>The path that no component may have.</summary>
    public const string Path = "/openapi.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    private byte[] written = [];

    /// <summary>Adds the route, and describes all that there are: the last that is mapped.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], AnswerAsync)
            .Described(
                new("describeApi", "This document")
                {
                    Answers =
                    [
                        new(StatusCodes.Status200OK, "What the server answers over HTTP.")
                        {
                            MediaType = "application/json",
                            Schema = """{"type":"object"}""",
                        },
                    ],
                }
            );
        var endpoints = routes.DataSources.SelectMany(source => source.Endpoints);
        written = JsonSerializer.SerializeToUtf8Bytes(document.Write(endpoints), Json);
    }

    private Task AnswerAsync(HttpContext http)
    {
        var response = http.Response;
        response.ContentType = "application/json";
        response.ContentLength = written.Length;
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(written, http.RequestAborted).AsTask();
    }
}
