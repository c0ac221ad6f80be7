using System.Net;
using System.Net.Sockets;
using Freshet.Vrl.Codecs.Charsets;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Systems;

internal sealed class HttpRequest : Function
{
    /// <summary>The longest answer that is taken: an event is no place for more.</summary>
    private const int MaxAnswer = 10 * 1024 * 1024;

    private const int MaxRedirects = 10;
    private const string InvalidProxy = "Invalid proxy: the URL is not valid";
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly HttpClient Direct = MakeClient(proxy: null);

    public override Signature Signature { get; } =
        new(
            "http_request",
            "System",
            "Asks a server by HTTP and gives the body of its answer, whatever its status. The program waits for it, 10 seconds at most, so this is not for many events.",
            new TypeDef(Kind.Bytes).Fallible(),
            new Parameter("url", Kinds.Bytes, "The address, `http` or `https`."),
            Parameter.Optional("method", Kinds.Bytes, "get", "The method."),
            Parameter.Optional(
                "headers",
                Kinds.Object,
                Value.From(new VrlObject()),
                "The headers, texts by their names."
            ),
            Parameter.Optional("body", Kinds.Bytes, "", "The request's body."),
            Parameter.Optional("http_proxy", Kinds.Bytes, "The proxy for `http`."),
            Parameter.Optional("https_proxy", Kinds.Bytes, "The proxy for `https`."),
            Parameter.Optional(
                "redact_headers",
                Kinds.Boolean,
                true,
                "Whether values of headers are kept out of messages."
            )
        )
        {
            IsPure = false,
            IsOptIn = true,
        };

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Have a value in place of an answer that does not come",
            """http_request("http://127.0.0.1:1/", method: "post", headers: {"Content-Type": "text/plain"}, body: "hello") ?? "nobody there" """,
            "\"nobody there\""
        ),
        new(
            "What is no address",
            """http_request!("not-a-valid-url")""",
            null,
            "HTTP request failed: the URL is not valid"
        ),
        new(
            "What is no method",
            """http_request!("http://127.0.0.1/", method: "get it")""",
            null,
            "Unsupported HTTP method: GET IT"
        ),
        new(
            "What is no header",
            """http_request!("http://127.0.0.1/", headers: {"My Header": "x"})""",
            null,
            "Invalid header key: My Header"
        ),
        new(
            "A value that no header can have is kept to itself",
            """http_request!("http://127.0.0.1/", headers: {"token": "a\nb"})""",
            null,
            "Invalid header value: [REDACTED]"
        ),
        new(
            "Unless it may be shown",
            """http_request!("http://127.0.0.1/", headers: {"token": "a\nb"}, redact_headers: false)""",
            null,
            "Invalid header value: \"a\\nb\""
        ),
        new(
            "What is no proxy",
            """
            .proxy = "not a proxy"
            http_request!("http://127.0.0.1/", http_proxy: .proxy)
            """,
            null,
            "Invalid proxy: the URL is not valid"
        ),
        new(
            "What is no proxy for https",
            """
            .proxy = "not a proxy"
            http_request!("http://127.0.0.1/", https_proxy: .proxy)
            """,
            null,
            "Invalid proxy: the URL is not valid"
        ),
    ];

    /// <summary>Where the proxies are known before, they must be right, and the client is kept: it holds connections.</summary>
    protected internal override object? Prepare(CallSite call)
    {
        if (call["http_proxy"] is null && call["https_proxy"] is null)
        {
            return Direct;
        }
        if (
            call.ConstantOf("http_proxy") is not { } http
            || call.ConstantOf("https_proxy") is not { } https
        )
        {
            return null;
        }
        if (Proxies.TryRead(http, https, out var proxies))
        {
            return MakeClient(proxies);
        }
        call.Error(0, InvalidProxy);
        return null;
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var method = arguments[1].Text.ToUpperInvariant();
        if (!IsToken(method))
        {
            return Value.Fail($"Unsupported HTTP method: {method}");
        }
        using var request = new HttpRequestMessage { Method = new HttpMethod(method) };
        request.Content = new ReadOnlyMemoryContent(arguments[3].Bytes.Memory);
        var failure = AddHeaders(request, arguments[2].Object, arguments[6].Boolean);
        if (failure.IsFailure)
        {
            return failure;
        }
        if (
            !Uri.TryCreate(arguments[0].Text, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
        )
        {
            return Value.Fail("HTTP request failed: the URL is not valid");
        }
        request.RequestUri = url;
        if (arguments.Prepared is HttpClient prepared)
        {
            return Send(prepared, request);
        }
        if (!Proxies.TryRead(arguments[4], arguments[5], out var proxies))
        {
            return Value.Fail(InvalidProxy);
        }
        using var client = MakeClient(proxies);
        return Send(client, request);
    }

    private static Value AddHeaders(HttpRequestMessage request, VrlObject headers, bool redact)
    {
        foreach (var (name, value) in headers)
        {
            if (!IsToken(name))
            {
                return Value.Fail($"Invalid header key: {name}");
            }
            if (!value.IsBytes)
            {
                return Expected.Fail("string", value);
            }
            var text = value.Text;
            if (!IsHeaderValue(text))
            {
                var shown = redact ? "[REDACTED]" : VrlJson.Write(value);
                return Value.Fail($"Invalid header value: {shown}");
            }
            if (!request.Headers.TryAddWithoutValidation(name, text))
            {
                request.Content!.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, text);
            }
        }
        if (request.Headers.Accept.Count == 0)
        {
            request.Headers.Accept.ParseAdd("*/*");
        }
        return Value.Null;
    }

    private static Value Send(HttpClient client, HttpRequestMessage request)
    {
        try
        {
            using var response = client.Send(request, HttpCompletionOption.ResponseContentRead);
            using var body = new MemoryStream();
            response.Content.CopyTo(body, context: null, CancellationToken.None);
            var label = response.Content.Headers.ContentType?.CharSet?.Trim('"') ?? "utf-8";
            if (!Charset.TryGet(label, out var charset))
            {
                _ = Charset.TryGet("utf-8", out charset);
            }
            return charset.DecodeMarked(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        // All that the network, the server and its answer can do.
        catch (Exception fault)
            when (fault is HttpRequestException or IOException or SocketException)
        {
            return Value.Fail($"HTTP request failed: {fault.Message}");
        }
        catch (OperationCanceledException)
        {
            return Value.Fail("HTTP request failed: operation timed out");
        }
        catch (Exception fault) when (fault is InvalidOperationException or NotSupportedException)
        {
            return Value.Fail($"HTTP request failed: {fault.Message}");
        }
    }

    private static HttpClient MakeClient(Proxies? proxy) =>
        new(
            new SocketsHttpHandler
            {
                ConnectTimeout = ConnectTimeout,
                MaxAutomaticRedirections = MaxRedirects,
                // A name may come to mean another machine.
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                Proxy = proxy,
                UseCookies = false,
            }
        )
        {
            Timeout = Timeout,
            MaxResponseContentBufferSize = MaxAnswer,
        };

    /// <summary>Whether it is a token (RFC 9110, section 5.6.2), as names of methods and headers are.</summary>
    private static bool IsToken(string text) =>
        text.Length > 0
        && text.All(c =>
            char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)
        );

    private static bool IsHeaderValue(string text) =>
        text.All(c => c is '\t' or (>= ' ' and <= '~'));

    /// <summary>A proxy for each scheme, perhaps with a user and password in its address.</summary>
    private sealed class Proxies(Uri? http, Uri? https) : IWebProxy, ICredentials
    {
        public ICredentials? Credentials
        {
            get => this;
            set => throw new NotSupportedException();
        }

        public static bool TryRead(Value http, Value https, out Proxies proxies)
        {
            proxies = new(Read(http, out var isHttpRight), Read(https, out var isHttpsRight));
            return isHttpRight && isHttpsRight;
        }

        public Uri? GetProxy(Uri destination) => destination.Scheme == "https" ? https : http;

        public bool IsBypassed(Uri host) => GetProxy(host) is null;

        public NetworkCredential? GetCredential(Uri uri, string authType)
        {
            var proxy = uri.Authority == https?.Authority ? https : http;
            if (proxy is null || proxy.UserInfo.Length == 0)
            {
                return null;
            }
            var parts = proxy.UserInfo.Split(':', 2);
            return new(
                Uri.UnescapeDataString(parts[0]),
                parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : ""
            );
        }

        private static Uri? Read(Value value, out bool isRight)
        {
            isRight = true;
            if (value.IsMissing)
            {
                return null;
            }
            var text = value.Text.Contains("://", StringComparison.Ordinal)
                ? value.Text
                : $"http://{value.Text}";
            isRight =
                Uri.TryCreate(text, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https" or "socks4" or "socks5";
            return isRight ? url : null;
        }
    }
}
