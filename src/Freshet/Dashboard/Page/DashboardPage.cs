using Freshet.Http;
using Freshet.Http.Describing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Freshet.Dashboard.Page;

/// <summary>
/// <c>GET /</c>: the page, with its files below <c>/dashboard/assets</c>. There is nothing in it that anybody might not know; still only those get it who may have what it shows, or could show
/// a token for it.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="access">Who may.</param>
internal sealed class DashboardPage(PageFiles files, DashboardAccess access)
{
    public const string Root = "/";

    /// <summary>Where it is where a component has <see cref="Root"/>.</summary>
    public const string OtherRoot = "/dashboard";

    /// <summary>
    /// Nothing but files of this server's: no script of a page that somebody got an event into, no address that somebody might be made to send something to. No other page may put it into a frame, where
    /// clicks are not what they seem.
    /// </summary>
    private const string Policy =
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    private static readonly PageFile Missing = new(
        "missing.html",
        """
        <!doctype html>
        <html lang="en">
          <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Freshet</title></head>
          <body>
            <h1>Freshet runs</h1>
            <p>The dashboard is not in this build: it was made without Node.js. Install Node.js 20 or later and npm, and build again with <code>./do build</code>.</p>
            <p>Everything else works: <a href="/health">health</a>, <a href="/openapi.json">the description of all that this server answers</a>, <a href="/api/v1/dashboard/state">what the dashboard would show</a>.</p>
          </body>
        </html>
        """u8.ToArray()
    );

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds the page.</summary>
    /// <param name="routes">Where it is added.</param>
    /// <param name="path">Where it answers: <see cref="Root"/> or <see cref="OtherRoot"/>.</param>
    public void Map(IEndpointRouteBuilder routes, string path) =>
        routes
            .MapMethods(path, Methods, AnswerPageAsync)
            .WithMetadata(new DisableCorsAttribute())
            .Described(
                new("getDashboard", "The dashboard")
                {
                    Description =
                        "A page for people; where this build has none, one that says what is missing.",
                    Answers =
                    [
                        new(StatusCodes.Status200OK, "The page.") { MediaType = "text/html" },
                        new(StatusCodes.Status304NotModified, "The client has it."),
                        Refusal(),
                    ],
                }
            );

    /// <summary>Adds its files.</summary>
    public void MapFiles(IEndpointRouteBuilder routes) =>
        routes
            .MapMethods("/dashboard/assets/{file}", Methods, AnswerFileAsync)
            .WithMetadata(new DisableCorsAttribute())
            .Described(
                new("getDashboardFile", "A file of the dashboard")
                {
                    Parameters =
                    [
                        DashboardRoutes.PathParameter("file", "Its name.", """{"type":"string"}"""),
                    ],
                    Answers =
                    [
                        new(StatusCodes.Status200OK, "The file.") { MediaType = "*/*" },
                        new(StatusCodes.Status304NotModified, "The client has it."),
                        Refusal(),
                        Reply.Problem(StatusCodes.Status404NotFound, "There is no such file."),
                    ],
                }
            );

    private async Task AnswerPageAsync(HttpContext http)
    {
        if (await IsRefusedAsync(http))
        {
            return;
        }
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        await (files.Page ?? Missing).AnswerAsync(http);
    }

    private async Task AnswerFileAsync(HttpContext http)
    {
        if (await IsRefusedAsync(http))
        {
            return;
        }
        if (files.Find((string)http.GetRouteValue("file")!) is not { } file)
        {
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status404NotFound,
                "the dashboard has no such file"
            );
            return;
        }
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        await file.AnswerAsync(http);
    }

    /// <summary>Answers one who could not even show a token. A link that leads here from another page is none of its requests.</summary>
    private async Task<bool> IsRefusedAsync(HttpContext http)
    {
        if (access.HasToken || access.Check(http).IsAdmitted || IsFollowed(http))
        {
            return false;
        }
        await access.RefuseAsync(http);
        return true;
    }

    private bool IsFollowed(HttpContext http) =>
        http.Request.Headers["Sec-Fetch-Mode"] is ["navigate"] && access.IsAtHome(http);

    private static Reply Refusal() =>
        Reply.Problem(
            StatusCodes.Status403Forbidden,
            "It is not asked for on the server's own machine, and there is no token that opens it from elsewhere."
        );
}
