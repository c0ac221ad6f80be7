using System.Net;
using System.Text;
using Freshet.Sources.Sse;
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
        Shown = ArrivedEvents.ShownUrl(url);
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
        if (url.UserInfo.Length > 0)
        {
            var user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo));
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(user));
        }
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
            response.Content.Headers.ContentLength > options.MaxBytes.Bytes
            || await ReadBodyAsync(response, cancellation) is not { } body
        )
        {
            return new StateContent.Failed($"it is larger than max_bytes, {options.MaxBytes}");
        }
        tag = Header(response.Headers, "ETag");
        modified = Header(response.Content.Headers, "Last-Modified");
        return body.Length == 0 ? new StateContent.Absent() : new StateContent.Found(body);
    }

    /// <summary>The body; null where it is too large.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(
        HttpResponseMessage response,
        CancellationToken cancellation
    )
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var body = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (await stream.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            if (body.Length + read > options.MaxBytes.Bytes)
            {
                return null;
            }
            await body.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static string? Header(System.Net.Http.Headers.HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
