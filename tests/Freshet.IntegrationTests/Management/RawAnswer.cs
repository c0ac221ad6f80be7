using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using Google.Protobuf;
using Shouldly;

namespace Freshet.IntegrationTests.Management;

/// <summary>The answer to a call, as it stood on the wire.</summary>
/// <param name="HttpStatus">The status of HTTP.</param>
/// <param name="Headers">The head's fields.</param>
/// <param name="Trailers">The fields behind the body.</param>
/// <param name="Body">The messages with their prefixes.</param>
internal sealed record RawAnswer(
    HttpStatusCode HttpStatus,
    Dictionary<string, string> Headers,
    Dictionary<string, string> Trailers,
    byte[] Body
)
{
    /// <summary>Whether there is nothing but an outcome, told in the head.</summary>
    public bool IsTrailersOnly => Headers.ContainsKey("grpc-status") && Body.Length == 0;

    /// <summary>The outcome, which is told once.</summary>
    public int Code =>
        int.Parse(
            Headers
                .Concat(Trailers)
                .Where(header => header.Key == "grpc-status")
                .ShouldHaveSingleItem()
                .Value
        );

    /// <summary>The message of the outcome, as it was encoded.</summary>
    public string? Message =>
        (IsTrailersOnly ? Headers : Trailers).GetValueOrDefault("grpc-message");

    /// <summary>Whether the first message is packed.</summary>
    public bool IsPacked => Body[0] == 1;

    /// <summary>The first message.</summary>
    public T First<T>()
        where T : IMessage<T>, new() => All<T>()[0];

    /// <summary>The messages.</summary>
    public List<T> All<T>()
        where T : IMessage<T>, new()
    {
        var messages = new List<T>();
        for (var at = 0; at < Body.Length; )
        {
            var isPacked = Body[at] == 1;
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(Body.AsSpan(at + 1));
            Stream content = new MemoryStream(Body, at + 5, length);
            if (isPacked)
            {
                content = new GZipStream(content, CompressionMode.Decompress);
            }
            var message = new T();
            message.MergeFrom(content);
            messages.Add(message);
            at += 5 + length;
        }
        return messages;
    }
}
