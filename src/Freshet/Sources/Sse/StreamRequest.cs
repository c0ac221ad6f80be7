using System.Net;
using System.Text;
using Freshet.Events;
using Freshet.Http.Outgoing;
using Freshet.Telemetry;

namespace Freshet.Sources.Sse;

/// <summary>Asks a server for its stream, as the standard says (HTML Living Standard, section 9.2.2).</summary>
internal sealed class StreamRequest : IDisposable
{
    private const int MostRedirects = 10;
    private const string EventStream = "text/event-stream";

    private readonly SseSourceOptions options;
    private readonly TimeProvider time;
    private readonly Uri url;
    private readonly HttpClient http;

    public StreamRequest(SseSourceOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        url = new Uri(options.Url);
        var handler = new SocketsHttpHandler
        {
            // Followed here, so that nothing secret goes where it is not meant to go.
            AllowAutoRedirect = false,
            UseCookies = false,
            // An id may be any text, and goes back as the bytes it came as.
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        };
        http = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrHigher,
        };
    }

    /// <summary>Returns once the head of the answer is here.</summary>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    public async Task<StreamAnswer> OpenAsync(
        StreamPosition position,
        CancellationToken cancellation
    )
    {
        using var late = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            late.Token,
            cancellation
        );
        try
        {
            return await FollowAsync(position, either.Token);
        }
        catch (OperationCanceledException fault)
            when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("there was no answer in time", fault);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<StreamAnswer> FollowAsync(
        StreamPosition position,
        CancellationToken cancellation
    )
    {
        var target = AskingSince(url, position);
        for (var redirects = 0; ; redirects++)
        {
            using var request = NewRequest(target, position);
            var response = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellation
            );
            var isOpened = false;
            try
            {
                if (Answers.RedirectOf(response, target) is { } next)
                {
                    if (redirects == MostRedirects)
                    {
                        return new StreamAnswer.Refused($"more than {MostRedirects} redirects");
                    }
                    if (Answers.WhyNot(target, next) is { } reason)
                    {
                        return new StreamAnswer.Refused(reason);
                    }
                    target = next;
                    continue;
                }
                var answer = await ReadAsync(response, cancellation);
                isOpened = answer is StreamAnswer.Opened;
                return answer;
            }
            finally
            {
                if (!isOpened)
                {
                    response.Dispose();
                }
            }
        }
    }

    private HttpRequestMessage NewRequest(Uri target, StreamPosition position)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.Accept.Add(new(EventStream));
        request.Headers.CacheControl = new() { NoStore = true };
        if (position.HasId)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", position.LastEventId);
        }
        // What is configured is meant for the server that is configured, and for no other.
        if (OutgoingUrl.IsSameOrigin(url, target))
        {
            OutgoingUrl.Authenticate(request, url);
            options.Headers.AddTo(request, []);
        }
        return request;
    }

    private async ValueTask<StreamAnswer> ReadAsync(
        HttpResponseMessage response,
        CancellationToken cancellation
    )
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return new StreamAnswer.Over();
        }
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var isWrong = status is >= 400 and < 500 and not (408 or 425 or 429);
            return new StreamAnswer.Refused(
                $"the server answered {status} {LogText.Escape(response.ReasonPhrase)}".TrimEnd(),
                Answers.RetryAfter(response, time),
                isWrong
            );
        }
        var type = response.Content.Headers.ContentType?.MediaType;
        if (!EventStream.Equals(type, StringComparison.OrdinalIgnoreCase))
        {
            var found = type is null ? "no content type" : $"\"{LogText.Escape(type)}\"";
            return new StreamAnswer.Refused(
                $"the answer is no event stream: {found} in place of {EventStream}",
                Answers.RetryAfter(response, time)
            );
        }
        return new StreamAnswer.Opened(
            response,
            await response.Content.ReadAsStreamAsync(cancellation),
            response.Headers.Date
        );
    }

    /// <summary>With <c>since</c> in the query, where the position is a time; a <c>since</c> that is configured stays.</summary>
    private static Uri AskingSince(Uri url, StreamPosition position)
    {
        var hasSince = url
            .Query.TrimStart('?')
            .Split('&')
            .Any(part => part.StartsWith("since=", StringComparison.Ordinal));
        if (position.HasId || position.Since is not { } since || hasSince)
        {
            return url;
        }
        var query = url.Query.Length > 1 ? $"{url.Query[1..]}&" : "";
        return new UriBuilder(url) { Query = $"{query}since={Rfc3339.Format(since)}" }.Uri;
    }
}
