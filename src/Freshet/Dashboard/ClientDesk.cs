using System.Globalization;
using Freshet.Http;
using Freshet.Http.Describing;
using Freshet.Management;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Dashboard;

/// <summary><c>/api/v1/dashboard/clients</c>: who is connected to the streams, and an end to one of them.</summary>
/// <param name="directory">The clients.</param>
/// <param name="pipeline">Knows the sinks by their paths.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ClientDesk(
    ClientDirectory directory,
    Func<Pipeline> pipeline,
    ILogger logger
)
{
    private const string Path = "/clients";

    public void Map(DashboardRoutes routes)
    {
        routes.Add(
            HttpMethods.Get,
            Path,
            ListAsync,
            new("listDashboardClients", "Who is connected to the streams")
            {
                Description =
                    "In the order in which they came. Who looks at the dashboard is not among them.",
                Parameters =
                [
                    Parameter.Query(
                        "limit",
                        "How many.",
                        $$"""{"type":"integer","minimum":0,"maximum":{{ClientDirectory.LargestPage}},"default":{{ClientDirectory.LargestPage}}}"""
                    ),
                ],
                Answers =
                [
                    new(StatusCodes.Status200OK, "The clients.")
                    {
                        MediaType = "application/json",
                        Schema = """
                        {"type":"object","required":["total","clients"],"properties":{"total":{"type":"integer"},
                          "clients":{"type":"array","items":{"type":"object"}}}}
                        """,
                    },
                    Reply.Problem(StatusCodes.Status400BadRequest, "`limit` is no number."),
                ],
            }
        );
        routes.Add(
            HttpMethods.Delete,
            $"{Path}/{{id}}",
            DisconnectAsync,
            new("disconnectClient", "Ends the stream of a client")
            {
                Description = "In good order; it may come back, and goes on where it was.",
                Parameters =
                [
                    DashboardRoutes.PathParameter(
                        "id",
                        "The client's id.",
                        """{"type":"string"}"""
                    ),
                ],
                Answers =
                [
                    new(StatusCodes.Status204NoContent, "Its stream ends."),
                    Reply.Problem(StatusCodes.Status404NotFound, "There is no such client."),
                ],
            }
        );
    }

    private async Task ListAsync(HttpContext http)
    {
        var limit = ClientDirectory.LargestPage;
        if (
            http.Request.Query["limit"] is [{ } text]
            && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
        )
        {
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status400BadRequest,
                "limit must be a whole number that is not negative"
            );
            return;
        }
        var page = directory.Page(0, limit);
        await DashboardRoutes.AnswerAsync(
            http,
            new
            {
                page.Total,
                Clients = page.Clients.Select(client => new
                {
                    client.Id,
                    Sink = SinkAt(client.Endpoint),
                    Address = client.RemoteAddress,
                    client.EventTypes,
                    client.Sources,
                    ConnectedAt = client.ConnectedAt.UtcDateTime,
                    client.Behind,
                }),
            }
        );
    }

    private async Task DisconnectAsync(HttpContext http)
    {
        var id = (string)http.GetRouteValue("id")!;
        if (!directory.Disconnect(id))
        {
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status404NotFound,
                "there is no client of that id"
            );
            return;
        }
        Disconnected(logger, id, http.Connection.RemoteIpAddress);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private string SinkAt(string path) =>
        // One that was removed just now has its path alone.
        pipeline().Sinks.FirstOrDefault(sink => sink.Stream?.Route == path)?.Name
        ?? path;

    [LoggerMessage(
        LogLevel.Information,
        "client {Id} was disconnected from the dashboard, by {Peer}"
    )]
    private static partial void Disconnected(ILogger logger, string id, System.Net.IPAddress? peer);
}
