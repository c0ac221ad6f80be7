using System.Net;
using Freshet.Http.Outgoing;
using Freshet.Telemetry;

namespace Freshet.Sources.Terraform;

/// <summary>A state behind HTTP, such as Terraform's <c>http</c> backend.</summary>
internal sealed class StateBackend : IStatePlace, IDisposable
{
    private readonly TerraformStateOptions options;
    private readonly TimeProvider time;
    private readonly Uri url;
    private readonly HttpClient http;

    /// <summary>What the server said of the state that was found last, for it to compare (RFC 9110, section 13.1); null where it said nothing.</summary>
    private string? tag;
    private string? modified;

    public StateBackend(TerraformStateOptions options, TimeProvider time)
    {
        (this.options, this.time) = (options, time);
        url = new Uri(options.Url);
        Shown = OutgoingUrl.Shown(url);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
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

    public string Shown { get; }

    public void Forget() => (tag, modified) = (null, null);

    public async Task<StateContent> LookAsync(CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            late.Token,
            cancellation
        );
        try
        {
            using var request = NewRequest();
            using var response = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                either.Token
            );
            return await ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new StateContent.Failed("there was no answer in time");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            cancellation.ThrowIfCancellationRequested();
            return new StateContent.Failed(
                options.Headers.Mask(LogText.Escape(fault.GetBaseException().Message))
            );
        }
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage NewRequest()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.Add(new("application/json"));
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }
        if (modified is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Modified-Since", modified);
        }
        OutgoingUrl.Authenticate(request, url);
        options.Headers.AddTo(request, []);
        return request;
    }

    private async Task<StateContent> ReadAsync(
        HttpResponseMessage response,
        CancellationToken cancellation
    )
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.NotModified when tag is not null || modified is not null:
                return new StateContent.Unchanged();
            case HttpStatusCode.NotFound or HttpStatusCode.NoContent:
                Forget();
                return new StateContent.Absent();
            case HttpStatusCode.OK:
                break;
            default:
                var reason = options.Headers.Mask(LogText.Escape(response.ReasonPhrase));
                return new StateContent.Failed(
                    $"the server answered {(int)response.StatusCode} {reason}".TrimEnd()
                );
        }
        if (
            await Answers.ReadBodyAsync(response, options.MaxBytes.Bytes, cancellation)
            is not { } body
        )
        {
            return new StateContent.Failed($"it is larger than max_bytes, {options.MaxBytes}");
        }
        tag = Answers.Header(response.Headers, "ETag");
        modified = Answers.Header(response.Content.Headers, "Last-Modified");
        return body.Length == 0 ? new StateContent.Absent() : new StateContent.Found(body);
    }
}
