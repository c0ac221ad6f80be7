using System.Text.Encodings.Web;
using System.Text.Json;
using Freshet.Http.Describing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Freshet.Dashboard;

/// <summary>Adds the routes of the dashboard's API, each for those alone who may, and described with what all of them have in common.</summary>
/// <param name="routes">Where they are added.</param>
/// <param name="access">Who may.</param>
internal sealed class DashboardRoutes(IEndpointRouteBuilder routes, DashboardAccess access)
{
    public const string Api = "/api/v1";
    public const string Root = Api + "/dashboard";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Adds one.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">What follows <see cref="Root"/>.</param>
    /// <param name="handler">Called for those who may.</param>
    /// <param name="operation">What it says of itself; refusals are added.</param>
    public IEndpointConventionBuilder Add(
        string method,
        string path,
        RequestDelegate handler,
        Operation operation
    ) =>
        routes
            .MapMethods(Root + path, [method], access.Guard(handler))
            // No page of another origin has any business here, whatever the streams' origins are.
            .WithMetadata(new DisableCorsAttribute())
            .Described(
                operation with
                {
                    NeedsToken = access.HasToken,
                    IsFreeToSome = true,
                    Cookie = access.CookieName,
                    Answers = [.. operation.Answers, .. Refusals()],
                }
            );

    /// <summary>Answers 200 with JSON, names in <c>snake_case</c>.</summary>
    public static Task AnswerAsync<TValue>(HttpContext http, TValue value)
    {
        var response = http.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        return JsonSerializer.SerializeAsync(response.Body, value, Json, http.RequestAborted);
    }

    /// <summary>A part of a path.</summary>
    public static Parameter PathParameter(string name, string description, string schema) =>
        new(name, "path", description, schema, IsRequired: true);

    private IEnumerable<Reply> Refusals() =>
        [
            .. access.HasToken
                ?
                [
                    Reply.Problem(
                        StatusCodes.Status401Unauthorized,
                        "The management token or a session is needed."
                    ),
                ]
                : Array.Empty<Reply>(),
            Reply.Problem(
                StatusCodes.Status403Forbidden,
                "A page of another origin asks, or it is not asked for on the server's own machine."
            ),
        ];
}
