using System.IO.Compression;
using Freshet.Http;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Http;

public sealed class ContentEncodingsTests
{
    private const int Limit = 1 << 20;

    private static readonly Dictionary<string, Func<Stream, Stream>> Packers = new()
    {
        ["gzip"] = stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true),
        ["zlib"] = stream => new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true),
        ["bare"] = stream => new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true),
        ["stored"] = stream => new GZipStream(
            stream,
            CompressionLevel.NoCompression,
            leaveOpen: true
        ),
    };

    public static TheoryData<string> Forms => [.. Packers.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Whatever_is_packed_comes_back(string form) =>
        Prop.ForAll(
                Contents,
                content =>
                    Unpack(form, Pack(form, content)) is { IsComplete: true } body
                    && body.Content.Span.SequenceEqual(content)
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_was_cut_short_is_corrupt_or_lost_nothing(string form) =>
        Prop.ForAll(
                Contents,
                content =>
                {
                    var packed = Pack(form, content);
                    // Every cut of the head and the tail, and some between.
                    var cuts = Enumerable
                        .Range(1, packed.Length - 1)
                        .Where(cut => cut < 40 || cut > packed.Length - 40 || cut % 97 == 0);
                    return cuts.All(cut =>
                    {
                        var body = Unpack(form, packed.AsMemory(0, cut));
                        return body.Outcome == BodyOutcome.Corrupt
                            || (body.IsComplete && body.Content.Span.SequenceEqual(content));
                    });
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    public void A_checksum_finds_every_bit_that_flipped(string form) =>
        Prop.ForAll(
                Contents,
                ArbMap.Default.ArbFor<NonNegativeInt>(),
                (content, at) =>
                {
                    var packed = Pack(form, content);
                    var bit = at.Get % (packed.Length * 8);
                    packed[bit / 8] ^= (byte)(1 << (bit % 8));
                    var body = Unpack(form, packed);
                    return !body.IsComplete || body.Content.Span.SequenceEqual(content);
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Forms))]
    public void No_bytes_make_unpacking_throw(string form) =>
        Prop.ForAll<byte[]>(bytes => Unpack(form, bytes).StatusCode is 200 or 400 or 413)
            .QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_bomb_stops_at_the_limit(string form)
    {
        var packed = Pack(form, new byte[Limit + 1]);

        Unpack(form, packed).Outcome.ShouldBe(BodyOutcome.TooLarge);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_limit_itself_is_allowed(string form) =>
        Unpack(form, Pack(form, new byte[Limit])).Content.Length.ShouldBe(Limit);

    [Fact]
    public void A_bomb_in_a_bomb_stops_at_the_limit()
    {
        var packed = Pack("gzip", Pack("gzip", new byte[100 * Limit]));

        packed.Length.ShouldBeLessThan(10_000);
        ContentEncodings
            .Unpack(packed, [ContentEncoding.Gzip, ContentEncoding.Gzip], Limit)
            .Outcome.ShouldBe(BodyOutcome.TooLarge);
    }

    [Fact]
    public void Members_of_gzip_are_joined()
    {
        byte[] packed = [.. Pack("gzip", [1, 2]), .. Pack("gzip", [3])];

        Unpack("gzip", packed).Content.ToArray().ShouldBe([1, 2, 3]);
        Unpack("gzip", packed.AsMemory(0, packed.Length - 5)).Outcome.ShouldBe(BodyOutcome.Corrupt);
    }

    [Fact]
    public void A_dictionary_that_nobody_has_is_corrupt() =>
        Unpack("zlib", Convert.FromHexString("78bb00000001030000000001"))
            .Outcome.ShouldBe(BodyOutcome.Corrupt);

    [Fact]
    public void Packed_nothing_is_nothing()
    {
        var empty = Convert.FromHexString("1f8b080000000000000303000000000000000000");

        Unpack("gzip", empty).IsComplete.ShouldBeTrue();
        Unpack("gzip", empty).Content.Length.ShouldBe(0);
        Unpack("zlib", Convert.FromHexString("789c030000000001")).IsComplete.ShouldBeTrue();
        Unpack("bare", Convert.FromHexString("0300")).IsComplete.ShouldBeTrue();
    }

    [Fact]
    public void The_last_encoding_is_undone_first()
    {
        var packed = Pack("gzip", Pack("zlib", [1, 2, 3]));

        ContentEncodings
            .Unpack(packed, [ContentEncoding.Deflate, ContentEncoding.Gzip], Limit)
            .Content.ToArray()
            .ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("identity", 0)]
    [InlineData("gzip", 1)]
    [InlineData("X-GZip", 1)]
    [InlineData("deflate , gzip", 2)]
    [InlineData("identity,deflate", 1)]
    public void Known_encodings_are_read(string header, int count)
    {
        ContentEncodings.TryRead(header, out var encodings, out _).ShouldBeTrue();
        encodings.Count.ShouldBe(count);
    }

    [Theory]
    [InlineData("br", "the content encoding br is not understood; use gzip, deflate or none")]
    [InlineData("gzip, gzip, gzip", "more than 2 content encodings are given")]
    [InlineData(
        "<script>",
        "the content encoding given is not understood; use gzip, deflate or none"
    )]
    public void Other_encodings_are_named_if_that_is_safe(string header, string reason)
    {
        ContentEncodings.TryRead(header, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(reason);
    }

    /// <summary>Noise, which packs to stored blocks, and text of few letters, which packs to Huffman codes.</summary>
    private static Arbitrary<byte[]> Contents =>
        Gen.OneOf(
                ArbMap.Default.GeneratorFor<NonEmptyArray<byte>>().Select(some => some.Get),
                from seed in Gen.Choose(0, int.MaxValue)
                from length in Gen.Choose(1, 40_000)
                from letters in Gen.Choose(1, 256)
                select Fill(new byte[length], new Random(seed), letters)
            )
            .ToArbitrary();

    private static byte[] Fill(byte[] bytes, Random random, int letters)
    {
        foreach (ref var b in bytes.AsSpan())
        {
            b = (byte)random.Next(letters);
        }
        return bytes;
    }

    private static BodyResult Unpack(string form, ReadOnlyMemory<byte> packed) =>
        packed.IsEmpty
            ? new(BodyOutcome.Complete)
            : ContentEncodings.Unpack(
                packed,
                [form is "gzip" or "stored" ? ContentEncoding.Gzip : ContentEncoding.Deflate],
                Limit
            );

    private static byte[] Pack(string form, byte[] content)
    {
        using var target = new MemoryStream();
        using (var packer = Packers[form](target))
        {
            packer.Write(content);
        }
        return target.ToArray();
    }
}
