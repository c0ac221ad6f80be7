using System.Buffers.Binary;
using System.IO.Compression;
using System.Net.Http.Headers;
using Freshet.IntegrationTests.Running;
using Google.Protobuf;

namespace Freshet.IntegrationTests.Management;

/// <summary>A caller that knows nothing of gRPC but what a test tells it to send over HTTP/2.</summary>
internal sealed class RawCaller(Uri address) : IDisposable
{
    private readonly HttpClient http = new()
    {
        BaseAddress = address,
        Timeout = Eventually.Limit,
        DefaultRequestVersion = new Version(2, 0),
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>The message behind its prefix.</summary>
    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    /// <inheritdoc cref="Frame(IMessage)"/>
    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }
        return packed.ToArray();
    }

    /// <summary>POSTs the bytes and reads all that comes.</summary>
    public Task<RawAnswer> CallAsync(
        string path,
        byte[] body,
        params (string Name, string Value)[] headers
    ) => SendAsync(HttpMethod.Post, path, new ByteArrayContent(body), "application/grpc", headers);

    /// <summary>Sends a request and reads all that comes.</summary>
    public async Task<RawAnswer> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? body,
        string? mediaType,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body,
            Version = http.DefaultRequestVersion,
            VersionPolicy = http.DefaultVersionPolicy,
        };
        if (mediaType is not null)
        {
            request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        }
        request.Headers.TE.ParseAdd("trailers");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        using var answer = await Eventually.Comes(
            http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)
        );
        var content = await Eventually.Comes(answer.Content.ReadAsByteArrayAsync());
        return new(
            answer.StatusCode,
            Fields(answer.Headers.Concat(answer.Content.Headers)),
            Fields(answer.TrailingHeaders),
            content
        );
    }

    public void Dispose() => http.Dispose();

    private static Dictionary<string, string> Fields(
        IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers
    ) =>
        headers.ToDictionary(
            header => header.Key.ToLowerInvariant(),
            header => string.Join(',', header.Value),
            StringComparer.Ordinal
        );
}
