using System.Net;
using System.Net.Sockets;
using System.Text;
using Freshet.Vrl.Stdlib.Systems;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Systems;

public sealed class HttpRequestTests
{
    [Fact]
    public async Task A_request_has_method_headers_and_body()
    {
        var asked = "";
        await using var server = new WebServer(request =>
        {
            asked = request;
            return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        });
        var headers = new VrlObject();
        headers.Set("x-key", "secret");
        headers.Set("content-type", "text/x");
        Call(
            server.Url + "a?b=c",
            ("method", "put"),
            ("headers", Value.From(headers)),
            ("body", "hello")
        )
            .Text.ShouldBe("ok");
        asked.ShouldStartWith("PUT /a?b=c HTTP/1.1\r\n");
        asked.ShouldContain("\r\nx-key: secret\r\n");
        asked.ShouldContain("\r\ncontent-type: text/x\r\n", Case.Insensitive);
        asked.ShouldContain("\r\nAccept: */*\r\n");
        asked.ShouldEndWith("\r\n\r\nhello");
    }

    [Fact]
    public async Task The_body_is_given_whatever_the_status_is()
    {
        await using var server = new WebServer(_ =>
            "HTTP/1.1 500 Broken\r\nContent-Length: 6\r\n\r\nbroken"
        );
        Call(server.Url).Text.ShouldBe("broken");
    }

    [Fact]
    public async Task The_body_is_decoded_as_its_type_says()
    {
        await using var server = new WebServer(_ =>
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Length: 4\r\n\r\ncaf\u00e9"
        );
        Call(server.Url).Text.ShouldBe("caf\u00e9");
    }

    [Fact]
    public async Task A_proxy_is_asked_for_its_scheme()
    {
        var asked = "";
        await using var proxy = new WebServer(request =>
        {
            asked = request;
            return "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nproxied";
        });
        Call("http://nowhere.example/x", ("http_proxy", proxy.Url)).Text.ShouldBe("proxied");
        asked.ShouldStartWith("GET http://nowhere.example/x HTTP/1.1\r\n");
    }

    [Fact]
    public async Task What_is_not_http_is_a_failure()
    {
        await using var server = new WebServer(_ => "hello\r\n\r\n");
        Call(server.Url).Failure.Message.ShouldNotBeNull().ShouldStartWith("HTTP request failed: ");
    }

    [Fact]
    public async Task An_endless_answer_is_a_failure()
    {
        await using var server = new WebServer(_ =>
            $"HTTP/1.1 200 OK\r\n\r\n{new string('x', 11 * 1024 * 1024)}"
        );
        Call(server.Url).Failure.Message.ShouldNotBeNull().ShouldStartWith("HTTP request failed: ");
    }

    private static Value Call(string url, params (string, Value)[] more) =>
        FunctionRunner.Call(new HttpRequest(), [("url", url), .. more]);

    /// <summary>A server on 127.0.0.1 that answers each request with the bytes that a test makes of it, and ends the connection.</summary>
    private sealed class WebServer : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource stopping = new();
        private readonly Task running;

        public WebServer(Func<string, string> answer)
        {
            listener.Start();
            Url = $"http://{listener.LocalEndpoint}/";
            running = Run(answer);
        }

        public string Url { get; }

        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            await running;
            listener.Dispose();
            stopping.Dispose();
        }

        private async Task Run(Func<string, string> answer)
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                    var stream = client.GetStream();
                    var request = await Read(stream);
                    try
                    {
                        await stream.WriteAsync(
                            Encoding.Latin1.GetBytes(answer(request)),
                            stopping.Token
                        );
                    }
                    // Who has enough of an answer leaves.
                    catch (IOException) { }
                }
            }
            catch (OperationCanceledException) { }
        }

        private async Task<string> Read(NetworkStream stream)
        {
            var request = new StringBuilder();
            var buffer = new byte[4096];
            while (!IsWhole(request.ToString()))
            {
                var length = await stream.ReadAsync(buffer, stopping.Token);
                request.Append(Encoding.Latin1.GetString(buffer, 0, length));
            }
            return request.ToString();
        }

        private static bool IsWhole(string request)
        {
            const string Length = "Content-Length: ";
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                return false;
            }
            var at = request.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
            var length = at < 0 ? 0 : int.Parse(request[(at + Length.Length)..].Split('\r')[0]);
            return request.Length == end + 4 + length;
        }
    }
}
