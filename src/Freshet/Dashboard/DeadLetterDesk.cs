using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Freshet.Http;
using Freshet.Http.Describing;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Dashboard;

/// <summary><c>/api/v1/dashboard/dead-letters</c>: lists them, shows one, tries one again, lets one go.</summary>
/// <param name="shelf">The letters.</param>
/// <param name="newSink">Makes the sink of a name, which runs beside the one that has its own cursor; null where that is no sink of batches of this configuration.</param>
/// <param name="logger">The log.</param>
internal sealed partial class DeadLetterDesk(
    LetterShelf shelf,
    Func<string, BatchSink?> newSink,
    ILogger logger
) : IDisposable
{
    private const string Path = "/dead-letters";
    private const int LargestPage = 1000;

    /// <summary>The most of a letter that is shown, in bytes: more than anybody reads in a page.</summary>
    private const int MostContent = 1 << 20;

    private const string LetterSchema = """
        {"type":"object","required":["id","component","kind","reason","attempts","at","event_id","type"],"properties":{
          "id":{"type":"string"},"component":{"type":"string"},"kind":{"enum":["sink","source"]},"reason":{"type":"string"},
          "attempts":{"type":"integer"},"at":{"type":"string","format":"date-time"},"event_id":{"type":["string","null"]},
          "type":{"type":["string","null"]}}}
        """;

    /// <summary>One retry at a time: what is retried twice at once would be delivered twice.</summary>
    private readonly SemaphoreSlim retrying = new(1);

    public void Map(DashboardRoutes routes)
    {
        var id = DashboardRoutes.PathParameter("id", "The letter's id.", """{"type":"string"}""");
        var none = Reply.Problem(
            StatusCodes.Status404NotFound,
            "There is no such letter, or it is done with."
        );
        var unreadable = Reply.Unavailable("The dead letters cannot be read.");
        routes.Add(HttpMethods.Get, Path, ListAsync, DescribeList(unreadable));
        routes.Add(
            HttpMethods.Get,
            $"{Path}/{{id}}",
            http => WithLetterAsync(http, letter => ShowAsync(http, letter)),
            new("getDeadLetter", "A dead letter with what it holds")
            {
                Parameters = [id],
                Answers =
                [
                    new(StatusCodes.Status200OK, "The letter.")
                    {
                        MediaType = "application/json",
                        Schema = """{"type":"object"}""",
                    },
                    none,
                    unreadable,
                ],
            }
        );
        routes.Add(
            HttpMethods.Delete,
            $"{Path}/{{id}}",
            http => WithLetterAsync(http, letter => DropAsync(http, letter)),
            new("dropDeadLetter", "Lets a dead letter go")
            {
                Parameters = [id],
                Answers =
                [
                    new(StatusCodes.Status204NoContent, "It is not listed any more."),
                    none,
                    unreadable,
                ],
            }
        );
        routes
            .Add(HttpMethods.Post, $"{Path}/{{id}}/retry", RetryAsync, DescribeRetry(id, none))
            // A receiver may take its time, and half a delivery is none.
            .WithMetadata(new DisableRequestTimeoutAttribute());
    }

    public void Dispose() => retrying.Dispose();

    private async Task ListAsync(HttpContext http)
    {
        var limit = 50;
        if (
            http.Request.Query["limit"] is [{ } text]
            && (
                !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > LargestPage
            )
        )
        {
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status400BadRequest,
                $"limit must be a whole number from 1 to {LargestPage}"
            );
            return;
        }
        var after = http.Request.Query["after"].ToString();
        ShelvedLetters shelved;
        try
        {
            shelved = await shelf.ReadAsync(http.RequestAborted);
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            await Problem.AnswerUnavailableAsync(http, fault.Message);
            return;
        }
        // By its id, not its place: the letter that was last on the page before may be done with.
        var page = shelved
            .Letters.Where(letter => string.CompareOrdinal(letter.Id, after) > 0)
            .Take(limit + 1)
            .ToList();
        var hasMore = page.Count > limit;
        await DashboardRoutes.AnswerAsync(
            http,
            new
            {
                shelved.Total,
                DeadLetters = page.Take(limit).Select(letter => ToJson(letter)),
                Next = hasMore ? page[limit - 1].Id : null,
            }
        );
    }

    private static Task ShowAsync(HttpContext http, KeptLetter kept)
    {
        var content = kept switch
        {
            KeptMessage { Message: var message } => message.Content,
            KeptEvent { Letter: var letter } => letter.Item.Event.Json,
            _ => default,
        };
        var shown = content.Span[..Math.Min(content.Length, MostContent)];
        var isText = Utf8.IsValid(content.Span);
        var summary = LetterSummary.Of(kept);
        return DashboardRoutes.AnswerAsync(
            http,
            new
            {
                summary.Id,
                summary.Component,
                summary.Kind,
                summary.Reason,
                summary.Attempts,
                At = summary.At.UtcDateTime,
                summary.EventId,
                summary.Type,
                // A cut may go through a character, which is replaced then.
                Content = isText ? Encoding.UTF8.GetString(shown) : null,
                ContentBase64 = isText ? null : Convert.ToBase64String(shown),
                IsWhole = shown.Length == content.Length,
            }
        );
    }

    private Task DropAsync(HttpContext http, KeptLetter kept)
    {
        shelf.Resolve(kept);
        Dropped(logger, kept.Id, http.Connection.RemoteIpAddress);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private async Task RetryAsync(HttpContext http)
    {
        await retrying.WaitAsync(http.RequestAborted);
        try
        {
            await WithLetterAsync(http, letter => RetryAsync(http, letter));
        }
        finally
        {
            retrying.Release();
        }
    }

    private async Task RetryAsync(HttpContext http, KeptLetter kept)
    {
        if (kept is not KeptEvent { Letter: var letter })
        {
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status409Conflict,
                "a source refused it, and nothing was made of it that could be delivered: take its content, mend it, and send it to the source again"
            );
            return;
        }
        if (newSink(letter.Sink) is not { } sink)
        {
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status409Conflict,
                $"the sink {letter.Sink} is not in this configuration, or is switched off: bring it back, or let the letter go"
            );
            return;
        }
        Delivery delivery;
        try
        {
            delivery = await sink.RedeliverAsync(letter, http.RequestAborted);
        }
        catch (Exception fault) when (!http.RequestAborted.IsCancellationRequested)
        {
            // What a sink throws is told as what it answers.
            delivery = Delivery.Again(fault.Message);
        }
        finally
        {
            (sink as IDisposable)?.Dispose();
        }
        if (delivery.IsDone)
        {
            shelf.Resolve(kept);
            Delivered(logger, kept.Id, letter.Sink);
        }
        await DashboardRoutes.AnswerAsync(
            http,
            new { Outcome = delivery.IsDone ? "delivered" : "failed", delivery.Reason }
        );
    }

    /// <summary>Does something with the letter that the path names, or says that there is none.</summary>
    private async Task WithLetterAsync(HttpContext http, Func<KeptLetter, Task> act)
    {
        var id = (string)http.GetRouteValue("id")!;
        try
        {
            if (await shelf.FindAsync(id, http.RequestAborted) is { } kept)
            {
                await act(kept);
                return;
            }
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            await Problem.AnswerUnavailableAsync(http, fault.Message);
            return;
        }
        await Problem.AnswerAsync(
            http,
            StatusCodes.Status404NotFound,
            "there is no such dead letter, or it is done with"
        );
    }

    private static bool IsUnreadable(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or JournalUnavailableException;

    private static object ToJson(LetterSummary letter) =>
        new
        {
            letter.Id,
            letter.Component,
            letter.Kind,
            letter.Reason,
            letter.Attempts,
            At = letter.At.UtcDateTime,
            letter.EventId,
            letter.Type,
        };

    private static Operation DescribeList(Reply unreadable) =>
        new("listDeadLetters", "What sinks gave up and sources refused, oldest first")
        {
            Description =
                $"Those that are not done with; where there are more than {LetterShelf.Most}, the newest so many, and `total` says how many there are.",
            Parameters =
            [
                Parameter.Query(
                    "limit",
                    "How many.",
                    $$"""{"type":"integer","minimum":1,"maximum":{{LargestPage}},"default":50}"""
                ),
                Parameter.Query("after", "`next` of the page before."),
            ],
            Answers =
            [
                new(StatusCodes.Status200OK, "A page.")
                {
                    MediaType = "application/json",
                    Schema = $$"""
                        {"type":"object","required":["total","dead_letters","next"],"properties":{"total":{"type":"integer"},
                          "dead_letters":{"type":"array","items":{{LetterSchema}} },"next":{"type":["string","null"]} } }
                        """,
                },
                Reply.Problem(StatusCodes.Status400BadRequest, "`limit` is wrong."),
                unreadable,
            ],
        };

    private static Operation DescribeRetry(Parameter id, Reply none) =>
        new("retryDeadLetter", "Delivers what a sink gave up once more")
        {
            Description = "What arrives is done with.",
            Parameters = [id],
            Answers =
            [
                new(StatusCodes.Status200OK, "It was tried.")
                {
                    MediaType = "application/json",
                    Schema = """
                        {"type":"object","required":["outcome","reason"],"properties":{"outcome":{"enum":["delivered","failed"]},
                          "reason":{"type":["string","null"]}}}
                        """,
                },
                none,
                Reply.Problem(
                    StatusCodes.Status409Conflict,
                    "A source refused it, or its sink is not there: what to do instead."
                ),
                Reply.Unavailable("The dead letters cannot be read."),
            ],
        };

    [LoggerMessage(
        LogLevel.Information,
        "dead letter {Id} was let go from the dashboard, by {Peer}"
    )]
    private static partial void Dropped(ILogger logger, string id, System.Net.IPAddress? peer);

    [LoggerMessage(
        LogLevel.Information,
        "dead letter {Id} was delivered to {Sink} after all, from the dashboard"
    )]
    private static partial void Delivered(ILogger logger, string id, string sink);
}
