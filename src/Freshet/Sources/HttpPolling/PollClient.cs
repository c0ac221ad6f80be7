using System.Net;
using System.Net.Http.Headers;
using Freshet.Configuration;
using Freshet.Events.Parsing;
using Freshet.Http.Outgoing;
using Freshet.Telemetry;

namespace Freshet.Sources.HttpPolling;

/// <summary>Sends requests, and again where that may help, at the pace that is configured or that servers ask for.</summary>
internal sealed class PollClient : IDisposable
{
    private const int MostRedirects = 10;

    /// <summary>How often a server may ask for a wait before a request is given up in its round.</summary>
    private const int MostWaits = 10;

    /// <summary>So long a connection is used at most, for a change of the host's address to be noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>The first wait before a request is tried again, and the longest.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly string Version = typeof(PollClient)
        .Assembly.GetName()
        .Version!.ToString(3);

    private readonly HttpPollingOptions options;
    private readonly StatusPolicy policy;
    private readonly TimeProvider time;
    private readonly Action<string> waits;
    private readonly Pacer pacer;
    private readonly HttpClient http;

    /// <summary>The servers that the configured headers are for; replaced as a whole.</summary>
    private volatile HashSet<string> trusted = [];

    /// <param name="options">What is configured.</param>
    /// <param name="time">The clock.</param>
    /// <param name="waits">Told why nothing is asked for a while.</param>
    public PollClient(HttpPollingOptions options, TimeProvider time, Action<string> waits)
    {
        (this.options, this.time, this.waits) = (options, time, waits);
        policy = options.Policy;
        pacer = new(options.MinRequestInterval, time);
        var handler = new SocketsHttpHandler
        {
            // Followed here, so that nothing secret goes where it is not meant to go.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression =
                DecompressionMethods.GZip
                | DecompressionMethods.Deflate
                | DecompressionMethods.Brotli,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxResponseDrainSize = 64 * 1024,
        };
        if (options.Authority is { } authority)
        {
            handler.SslOptions = authority.ToSslOptions();
        }
        http = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrHigher,
        };
    }

    public void Dispose() => http.Dispose();

    /// <summary>
    /// The configured headers are for the servers of these requests, with which a round begins, and for those that are configured. What answers name is not among them: it is what somebody else says.
    /// </summary>
    public void Trust(IEnumerable<PolledRequest> beginning) =>
        trusted = options
            .TrustedOrigins.Select(origin => new Uri(origin))
            .Concat(beginning.Select(request => request.Url))
            .Select(OutgoingUrl.OriginOf)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Returns once there is an answer, or there will be none in this round.</summary>
    /// <param name="asked">The request.</param>
    /// <param name="known">What was received last, for the server to compare (RFC 9110, section 13.1); null where it is to be sent in any case.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<PollAnswer> SendAsync(
        PolledRequest asked,
        SeenResponse? known,
        CancellationToken cancellation
    )
    {
        var backoff = new Backoff(FirstWait, LongestWait, Random.Shared.NextDouble);
        var retrying = TimeSpan.Zero;
        for (var asks = 0; ; )
        {
            await pacer.EnterAsync(cancellation);
            var began = time.GetTimestamp();
            var answer = await TryAsync(asked, known, cancellation);
            if (answer is not PollAnswer.Failed failed)
            {
                return answer;
            }
            if (failed.RetryAfter is { } wait)
            {
                if (asks++ == MostWaits)
                {
                    return failed;
                }
                PauseFor(asked, failed, wait);
                continue;
            }
            var pause = backoff.Fail();
            retrying += time.GetElapsedTime(began) + pause;
            if (!failed.MayPass || retrying > options.TotalDurationOfRetries)
            {
                return failed;
            }
            await Task.Delay(pause, time, cancellation);
        }
    }

    private void PauseFor(PolledRequest asked, PollAnswer.Failed failed, TimeSpan wait)
    {
        var limit = Backoff.LongestAsked;
        // At least a little: a server that asks for no wait at all is not asked ten times at once.
        var pause =
            wait > limit ? limit
            : wait < FirstWait ? FirstWait
            : wait;
        pacer.Pause(pause);
        waits(
            wait > limit
                ? $"{asked.Shown}: {failed.Reason}, and asks to wait {Duration.Format(wait)}; the next request is in {Duration.Format(limit)}, the longest that is waited"
                : $"{asked.Shown}: {failed.Reason}; the next request is in {Duration.Format(pause)}, as it asks"
        );
    }

    private async Task<PollAnswer> TryAsync(
        PolledRequest asked,
        SeenResponse? known,
        CancellationToken cancellation
    )
    {
        using var late = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            late.Token,
            cancellation
        );
        try
        {
            return await FollowAsync(asked, known, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new PollAnswer.Failed("there was no answer in time", MayPass: true);
        }
        catch (InvalidDataException)
        {
            return new PollAnswer.Failed("the body is not intact data of its content encoding");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            // A request that is given up may tell so in any of these ways.
            cancellation.ThrowIfCancellationRequested();
            return new PollAnswer.Failed(Shown(fault.GetBaseException().Message), MayPass: true);
        }
    }

    private async Task<PollAnswer> FollowAsync(
        PolledRequest asked,
        SeenResponse? known,
        CancellationToken cancellation
    )
    {
        var (target, method, body) = (asked.Url, asked.Method, asked.Body);
        for (var redirects = 0; ; redirects++)
        {
            var isForeign = !OutgoingUrl.IsSameOrigin(asked.Url, target);
            using var request = NewRequest(asked, target, method, body, isForeign, known);
            using var response = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellation
            );
            if (Answers.RedirectOf(response, target) is not { } next)
            {
                return await ReadAsync(asked, response, known, cancellation);
            }
            var isRewritten =
                (int)response.StatusCode is 303
                || ((int)response.StatusCode is 301 or 302 && method == "POST");
            if (isRewritten && method != "HEAD")
            {
                (method, body) = ("GET", null);
            }
            if (WhyNot(target, next, redirects, body is not null) is { } reason)
            {
                return new PollAnswer.Failed(reason);
            }
            target = next;
        }
    }

    /// <summary>Why a redirect is not followed; null where it is. Another server gets no headers, and no body at all.</summary>
    private static string? WhyNot(Uri from, Uri to, int redirects, bool hasBody) =>
        redirects == MostRedirects ? $"more than {MostRedirects} redirects"
        : hasBody && !OutgoingUrl.IsSameOrigin(from, to)
            ? "a redirect would take the body to another server"
        : Answers.WhyNot(from, to);

    /// <param name="asked">What is asked.</param>
    /// <param name="target">Of whom, after redirects.</param>
    /// <param name="method">The method, after redirects.</param>
    /// <param name="body">The body, after redirects.</param>
    /// <param name="isForeign">Whether redirects led to another server than was asked: what is meant for the one is not sent to the other.</param>
    /// <param name="known">What is known already.</param>
    private HttpRequestMessage NewRequest(
        PolledRequest asked,
        Uri target,
        string method,
        ReadOnlyMemory<byte>? body,
        bool isForeign,
        SeenResponse? known
    )
    {
        var request = new HttpRequestMessage(new HttpMethod(method), target);
        request.Headers.TryAddWithoutValidation("Accept", AcceptOf(asked.Parser ?? options.Parser));
        request.Headers.TryAddWithoutValidation(
            "User-Agent",
            options.UserAgent.Length > 0 ? options.UserAgent : $"freshet/{Version}"
        );
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
        }
        if (isForeign)
        {
            return request;
        }
        if (known?.Tag is { } tag)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }
        if (known?.Modified is { } modified)
        {
            request.Headers.TryAddWithoutValidation("If-Modified-Since", modified);
        }
        OutgoingUrl.Authenticate(request, asked.Url);
        foreach (var (name, value) in asked.Headers)
        {
            HttpHeaders? headers = OutgoingHeaders.IsOfContent(name)
                ? request.Content?.Headers
                : request.Headers;
            headers?.Remove(name);
            headers?.TryAddWithoutValidation(name, value);
        }
        if (IsTrusted(asked))
        {
            options.Headers.AddTo(request, body.GetValueOrDefault().Span);
        }
        return request;
    }

    private bool IsTrusted(PolledRequest asked) =>
        trusted.Contains(OutgoingUrl.OriginOf(asked.Url));

    private async Task<PollAnswer> ReadAsync(
        PolledRequest asked,
        HttpResponseMessage response,
        SeenResponse? known,
        CancellationToken cancellation
    )
    {
        var status = (int)response.StatusCode;
        if (status == 304 && known is not null)
        {
            return new PollAnswer.Unchanged();
        }
        if (!response.IsSuccessStatusCode)
        {
            var phrase = Shown(response.ReasonPhrase ?? "");
            var reason = $"the server answered {status} {phrase}".TrimEnd();
            if (status is 401 or 403 && !IsTrusted(asked))
            {
                reason +=
                    $", to a request without the configured headers, since {OutgoingUrl.OriginOf(asked.Url)} is not in trusted_origins";
            }
            return new PollAnswer.Failed(
                reason,
                status,
                policy.MayPass(status),
                policy.MayWait(status) ? Answers.RetryAfter(response, time) : null
            );
        }
        var limit = options.MaxResponseBytes;
        if (await Answers.ReadBodyAsync(response, limit.Bytes, cancellation) is not { } content)
        {
            return new PollAnswer.Failed($"the body is larger than max_response_bytes, {limit}");
        }
        return new PollAnswer.Received(status, HeadersOf(response), content, time.GetUtcNow());
    }

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var (name, values) in response.Headers.NonValidated.Concat(
                response.Content.Headers.NonValidated
            )
        )
        {
            headers[name.ToLowerInvariant()] = values.ToString();
        }
        return headers;
    }

    /// <summary>What a server or the system says, on one line and without what was sent.</summary>
    private string Shown(string text) => options.Headers.Mask(LogText.Escape(text));

    private static string AcceptOf(ContentFormat parser) =>
        parser switch
        {
            ContentFormat.Auto => "application/json, application/x-ndjson, text/plain, */*;q=0.5",
            ContentFormat.Json => "application/json, */*;q=0.5",
            ContentFormat.Jsonl => "application/x-ndjson, */*;q=0.5",
            ContentFormat.CsvRow => "text/csv, */*;q=0.5",
            ContentFormat.Xml => "application/xml, text/xml, */*;q=0.5",
            ContentFormat.Yaml => "application/yaml, */*;q=0.5",
            _ => "text/plain, */*;q=0.5",
        };
}
