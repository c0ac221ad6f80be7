using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Freshet.Management.Grpc;
using Freshet.Management.Grpc.Framing;
using Freshet.Management.Grpc.Protos;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Management.Grpc;

public sealed class MessageReaderTests
{
    private const int Limit = 300;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Messages_are_the_same_however_the_bytes_are_cut() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[][]>(),
                ArbMap.Default.ArbFor<PositiveInt>(),
                ArbMap.Default.ArbFor<bool>(),
                async (messages, piece, gzip) =>
                {
                    var sent = messages.Where(message => message is { Length: <= Limit }).ToList();
                    var frames = sent.SelectMany(message =>
                        gzip ? Frame(Gzip(message), 1) : Frame(message)
                    );

                    var (read, status) = await Read([.. frames], Math.Min(piece.Get, 50), gzip);

                    status.IsOk.ShouldBeTrue(status.Message);
                    read.ShouldBe(sent);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_comes_ends_in_messages_within_the_limit_and_a_code() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                Gen.Choose(0, 3).ToArbitrary(),
                Gen.Choose(0, 2 * Limit).ToArbitrary(),
                async (bytes, flag, length) =>
                {
                    // A prefix that is almost right leads further than random bytes do.
                    byte[] sent = [(byte)flag, 0, 0, (byte)(length >> 8), (byte)length, .. bytes];

                    foreach (var gzip in (bool[])[true, false])
                    {
                        var (read, status) = await Read(sent, 7, gzip);
                        read.ShouldAllBe(message => message.Length <= Limit);
                        if (!status.IsOk)
                        {
                            status.Code.ShouldBeOneOf(
                                GrpcCode.Internal,
                                GrpcCode.ResourceExhausted
                            );
                            status.Message.ShouldNotBeNullOrEmpty();
                        }
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public async Task A_message_is_read_at_the_limit_and_refused_beyond_it()
    {
        var fits = await Read(Frame(new byte[Limit]), 50, gzip: false);
        var unpacks = await Read(Frame(Gzip(new byte[Limit]), 1), 50, gzip: true);
        var large = await Read(Frame(new byte[Limit + 1]), 50, gzip: false);
        var bomb = await Read(Frame(Gzip(new byte[Limit + 1]), 1), 50, gzip: true);

        fits.Messages.ShouldHaveSingleItem();
        unpacks.Messages.ShouldHaveSingleItem();
        large.Status.Code.ShouldBe(GrpcCode.ResourceExhausted);
        bomb.Status.Code.ShouldBe(GrpcCode.ResourceExhausted);
    }

    [Fact]
    public async Task A_length_alone_is_refused_before_anything_follows()
    {
        var pipe = new Pipe();
        var reader = new MessageReader(pipe.Reader, isGzip: false, Limit);
        await pipe.Writer.WriteAsync(new byte[] { 0, 0x7f, 0xff, 0xff, 0xff }, Cancellation);

        var read = await reader.ReadAsync(Cancellation);

        read.Status.Code.ShouldBe(GrpcCode.ResourceExhausted);
    }

    [Fact]
    public void What_is_written_is_read() =>
        Prop.ForAll(
                Gen.Choose(0, 2000).ToArbitrary(),
                ArbMap.Default.ArbFor<bool>(),
                async (length, gzip) =>
                {
                    var message = new DisconnectClientRequest
                    {
                        ClientId = new string('x', length),
                    };
                    var sink = new Pipe(new(pauseWriterThreshold: 0));
                    await new MessageWriter(sink.Writer, gzip).WriteAsync(message, Cancellation);
                    await sink.Writer.CompleteAsync();

                    var (read, status) = await Read(sink.Reader, gzip, 4000);

                    status.IsOk.ShouldBeTrue(status.Message);
                    DisconnectClientRequest
                        .Parser.ParseFrom(read.ShouldHaveSingleItem())
                        .ShouldBe(message);
                }
            )
            .QuickCheckThrowOnFailure();

    private static async Task<(List<byte[]> Messages, GrpcStatus Status)> Read(
        byte[] sent,
        int piece,
        bool gzip
    ) => await Read(PipeReader.Create(new PieceStream(sent, piece)), gzip, Limit);

    private static async Task<(List<byte[]> Messages, GrpcStatus Status)> Read(
        PipeReader body,
        bool gzip,
        int limit
    )
    {
        var reader = new MessageReader(body, gzip, limit);
        var messages = new List<byte[]>();
        while (true)
        {
            var read = await reader.ReadAsync(Cancellation);
            if (!read.IsOk || read.Value is not { } message)
            {
                return (messages, read.Status);
            }
            messages.Add(message.ToArray());
        }
    }

    private static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[MessageReader.PrefixLength + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, MessageReader.PrefixLength);
        return frame;
    }

    private static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
        {
            gzip.Write(content);
        }
        return packed.ToArray();
    }

    /// <summary>Bytes that come a few at a time.</summary>
    private sealed class PieceStream(byte[] content, int piece) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
