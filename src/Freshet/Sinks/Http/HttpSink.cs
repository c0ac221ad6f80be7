using System.Net;
using System.Security.Authentication;
using Freshet.Configuration;
using Freshet.Pipelines;

namespace Freshet.Sinks.Http;

/// <summary>Sends events to an HTTP server, one request after the other over connections that stay.</summary>
internal sealed class HttpSink : BatchSink, IDisposable
{
    private const int MostRedirects = 5;

    /// <summary>So long a connection is used at most, for a change of the host's address to be noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpSinkOptions options;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker client;

    public HttpSink(HttpSinkOptions options, SinkContext context)
        : base(options, context)
    {
        this.options = options;
        time = context.Time;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // The framework would name a span of its own, that nobody records.
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxResponseDrainSize = 64 * 1024,
        };
        if (options.Authority is { } authority)
        {
            handler.SslOptions = authority.ToSslOptions();
        }
        client = new HttpMessageInvoker(handler);
    }

    public void Dispose() => client.Dispose();

    protected override async ValueTask<Delivery> DeliverAsync(
        IReadOnlyList<Outgoing> batch,
        CancellationToken cancellation
    )
    {
        if (options.Content == HttpContentForm.Batch)
        {
            return await SendAsync(HttpRequestForm.OfAll(batch), cancellation);
        }
        foreach (var item in batch)
        {
            var form = HttpRequestForm.Of(item, options.Content);
            var delivery = await SendAsync(form, cancellation);
            if (!delivery.IsDone)
            {
                return delivery;
            }
        }
        return Delivery.Done;
    }

    /// <summary>One request and, where its answer leads on, those behind it. What may pass is told apart from what will not.</summary>
    private async ValueTask<Delivery> SendAsync(
        HttpRequestForm form,
        CancellationToken cancellation
    )
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellation,
            timeout.Token
        );
        try
        {
            return await FollowAsync(form, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Delivery.Again(
                timeout.IsCancellationRequested
                    ? $"no answer within {Duration.Format(options.RequestTimeout)}"
                    : $"no connection within {Duration.Format(options.ConnectTimeout)}"
            );
        }
        catch (HttpRequestException fault)
        {
            return Delivery.Again(
                fault.InnerException is AuthenticationException tls ? tls.Message : fault.Message
            );
        }
    }

    private async ValueTask<Delivery> FollowAsync(
        HttpRequestForm form,
        CancellationToken cancellation
    )
    {
        var address = options.Address;
        for (var redirects = 0; ; redirects++)
        {
            using var request = form.ToRequest(address, options);
            using var response = await client.SendAsync(request, cancellation);
            if (
                response.StatusCode
                    is HttpStatusCode.TemporaryRedirect
                        or HttpStatusCode.PermanentRedirect
                && redirects < MostRedirects
                && Next(address, response.Headers.Location) is { } next
            )
            {
                address = next;
                continue;
            }
            return await HttpAnswer.JudgeAsync(response, options, time, cancellation);
        }
    }

    /// <summary>Where a redirect leads, if that is the same scheme, host and port: whoever else it names is not meant to see tokens.</summary>
    private static Uri? Next(Uri from, Uri? location)
    {
        if (location is null || !Uri.TryCreate(from, location, out var next))
        {
            return null;
        }
        return
            Uri.Compare(
                from,
                next,
                UriComponents.SchemeAndServer,
                UriFormat.Unescaped,
                StringComparison.OrdinalIgnoreCase
            ) == 0
            && next.UserInfo.Length == 0
            ? next
            : null;
    }
}
