using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Tests.Journal;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines.Letters;

public sealed class RefusedMessageTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Any_content_is_read_as_it_was_written() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(
                Gen.OneOf(
                        Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value)),
                        ArbMap
                            .Default.GeneratorFor<UnicodeString>()
                            .Select(text => Encoding.UTF8.GetBytes(text.Get))
                    )
                    .ToArbitrary(),
                content =>
                {
                    var message = Message(content);
                    var read = RefusedMessageForm.Read(RefusedMessageForm.Write(message));
                    read.ShouldNotBeNull().Content.ToArray().ShouldBe(content);
                    read.Origin.ToJsonString().ShouldBe(message.Origin.ToJsonString());
                    (read.Source, read.Reason, read.At).ShouldBe(
                        (message.Source, message.Reason, message.At)
                    );
                }
            )
        );

    [Theory]
    [InlineData("{\"a\": 1}\r\n", "content")]
    [InlineData("\ufeffü\u2028\u0000", "content")]
    [InlineData("", "content")]
    public void Text_is_kept_as_text(string content, string member) =>
        Written(Message(Encoding.UTF8.GetBytes(content)))
            .GetProperty(member)
            .GetString()
            .ShouldBe(content);

    [Fact]
    public void What_is_no_text_or_is_too_long_to_read_is_kept_as_base64()
    {
        Written(Message([0xC3]))
            .GetProperty("content_base64")
            .GetBytesFromBase64()
            .ShouldBe([0xC3]);
        var longest = new byte[RefusedMessageForm.LongestText];
        Written(Message(longest)).TryGetProperty("content", out _).ShouldBeTrue();
        Written(Message([.. longest, 0])).TryGetProperty("content_base64", out _).ShouldBeTrue();
    }

    [Fact]
    public void What_was_said_by_others_is_cut_short_and_made_text()
    {
        var endless = "\ud800" + new string('x', 5000);
        var message = Message([]) with
        {
            Reason = endless,
            Origin = new()
            {
                ["id"] = endless,
                ["none"] = null,
                ["deep"] = new JsonArray(1),
            },
        };
        var read = RefusedMessageForm.Read(RefusedMessageForm.Write(message)).ShouldNotBeNull();
        var kept = "\ufffd" + new string('x', 1999) + "…";
        read.Reason.ShouldBe(kept);
        ((string)read.Origin["id"]!).ShouldBe(kept);
        read.Origin["none"].ShouldBeNull();
        read.Origin["deep"]!.ToJsonString().ShouldBe("[1]");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("""{"source":"s","reason":"r","at":"now","origin":{},"content":""}""")]
    [InlineData(
        """{"source":"s","reason":"r","at":"2026-01-01T00:00:00Z","origin":5,"content":""}"""
    )]
    [InlineData(
        """{"source":"s","reason":"r","at":"2026-01-01T00:00:00Z","origin":null,"content":""}"""
    )]
    [InlineData(
        """{"source":"s","reason":"r","at":"2026-01-01T00:00:00Z","origin":{},"content":null}"""
    )]
    [InlineData("""{"source":"s","reason":"r","at":"2026-01-01T00:00:00Z","origin":{}}""")]
    [InlineData(
        """{"source":"s","reason":"r","at":"2026-01-01T00:00:00Z","origin":{},"content_base64":"!"}"""
    )]
    public void What_is_no_message_is_read_as_none(string json) =>
        RefusedMessageForm.Read(Encoding.UTF8.GetBytes(json)).ShouldBeNull();

    [Fact]
    public async Task Messages_and_letters_are_read_in_one_order_and_resolved_alike()
    {
        await using var journal = new DeadLetterJournal(
            new() { Path = folder.Path },
            NullLoggerFactory.Instance,
            new ManualTime()
        );
        var taken = SampleEvents.Encoded("1");
        var letter = new DeadLetter("out", new(new(7, At, taken), "1", taken), "no", 1, At, At);
        await journal.AddAsync(Message("a"u8.ToArray()), cancellation);
        await journal.AddAsync(letter, cancellation);
        await journal.AddAsync(Message("b"u8.ToArray()), cancellation);

        var reader = new DeadLetterFolder(folder.Path);
        var open = reader.Open().ToList();
        open.Select(kept => kept.GetType())
            .ShouldBe([typeof(KeptMessage), typeof(KeptEvent), typeof(KeptMessage)]);
        reader.Resolve(open[0]);
        reader.Resolve(open[1]);
        reader
            .Open()
            .ShouldHaveSingleItem()
            .ShouldBeOfType<KeptMessage>()
            .Message.Content.ToArray()
            .ShouldBe("b"u8.ToArray());
    }

    private static RefusedMessage Message(byte[] content) =>
        new(
            "orders",
            content,
            new()
            {
                ["topic"] = "orders.created",
                ["partition"] = 0,
                ["offset"] = 42,
            },
            "not JSON",
            At
        );

    private static JsonElement Written(RefusedMessage message) =>
        JsonDocument.Parse(RefusedMessageForm.Write(message)).RootElement;
}
