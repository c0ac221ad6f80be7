using System.Text.Encodings.Web;
using System.Text.Json;
using Freshet.Http;
using Freshet.Http.Describing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Freshet.Management.OpenApi;

/// <summary><c>GET /openapi.json</c>: everything that the server answers over HTTP, this too, as an OpenAPI 3.1 document.</summary>
/// <param name="options">The server's options.</param>
/// <param name="version">The program's version.</param>
internal sealed class ApiDescription(HttpOptions options, string version)
{
    /// <summary>The path that no component may have.</summary>
    public const string Path = "/openapi.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    private volatile byte[] written = [];

    /// <summary>Adds the route.</summary>
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
    }

    /// <summary>Writes the document of these endpoints.</summary>
    public byte[] Write(IEnumerable<Endpoint> endpoints) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new ApiDocument(options, version).Write(endpoints),
            Json
        );

    /// <summary>From now on this is the document.</summary>
    public void Show(byte[] document) => written = document;

    private Task AnswerAsync(HttpContext http)
    {
        var (response, document) = (http.Response, written);
        response.ContentType = "application/json";
        response.ContentLength = document.Length;
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(document, http.RequestAborted).AsTask();
    }
}
