using System.Text;
using System.Text.Json.Nodes;
using Freshet.Cli;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Tests.Journal;
using Freshet.Tests.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli;

public sealed class DeadLettersCommandTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly MemoryStream rawOutput = new();
    private readonly StringWriter error = new() { NewLine = "\n" };
    private readonly DeadLetterJournal journal;
    private readonly List<string> delivered = [];
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;
    private Func<Outgoing, Delivery> deliver = _ => Delivery.Done;
    private bool isScreen;

    public DeadLettersCommandTests() =>
        journal = new(new() { Path = Letters }, NullLoggerFactory.Instance, new ManualTime());

    private string Letters => Path.Combine(folder.Path, "letters");

    private string Output => output.ToString();

    private string Error => error.ToString();

    public async ValueTask DisposeAsync()
    {
        await journal.DisposeAsync();
        folder.Dispose();
        await output.DisposeAsync();
        await error.DisposeAsync();
        await rawOutput.DisposeAsync();
    }

    [Fact]
    public async Task List_shows_all_or_those_of_one_sink_on_a_line_each()
    {
        (await RunAsync("list")).ShouldBe(0);
        Output.ShouldBe("no dead letters\n");
        await AddAsync("box", "1", "no \u001b[2Jgood\nat all");
        await AddAsync("gone", "2");
        (await RunAsync("list")).ShouldBe(0);
        var lines = Output.Split('\n').Skip(1).ToList();
        lines[0].ShouldStartWith("ID ");
        lines[1]
            .ShouldEndWith(
                "  sink box   1      2         2026-01-02T03:04:06.000Z  no \\u001b[2Jgood\\nat all"
            );
        lines[2].ShouldContain("  sink gone  2 ");
        lines[3].ShouldBe("2 letters");

        (await RunAsync("list", "--sink", "gone", "--json")).ShouldBe(0);
        var last = Output.Split('\n')[^2];
        var json = JsonNode.Parse(last)!;
        ((string)json["id"]!).ShouldBe(Ids()[1]);
        ((string)json["event"]!["id"]!).ShouldBe("2");
        Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_letter_that_is_damaged_is_told_of_beside_the_others()
    {
        await AddAsync("box", "1");
        await AddAsync("box", "2");
        var segment = Directory.EnumerateFiles(Letters, "*.log").Single();
        var bytes = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes, TestContext.Current.CancellationToken);

        (await RunAsync("list", "--json")).ShouldBe(0);
        Output.Trim().Split('\n').ShouldHaveSingleItem();
        Error.ShouldStartWith($"warning: {segment} is damaged: ");
        Error.ShouldContain("dead letters lost: 1");
    }

    [Fact]
    public async Task Show_prints_all_of_a_letter()
    {
        await AddAsync("box", "1");
        (await RunAsync("show", Ids()[0])).ShouldBe(0);
        var json = JsonNode.Parse(Output)!;
        ((string)json["reason"]!).ShouldBe("no");
        ((string)json["event"]!["body"]!["text"]!).ShouldBe("hello");
        (await RunAsync("show", "nonsense")).ShouldBe(1);
        Error.ShouldStartWith("error: there is no dead letter nonsense\n");
    }

    [Fact]
    public async Task Retry_delivers_beside_the_server_and_what_arrives_is_done_with()
    {
        await AddAsync("box", "1");
        await AddAsync("gone", "2");
        await AddAsync("box", "3");
        deliver = item => item.Id == "3" ? Delivery.Again("busy") : Delivery.Done;
        (await RunAsync("retry", "--all")).ShouldBe(1);
        delivered.ShouldBe(["1", "3"]);
        Output.ShouldBe("1 of 3 delivered\n");
        Error.ShouldContain("(event 2, sink gone): its sink is not in this configuration");
        Error.ShouldContain("(event 3, sink box): busy");

        deliver = _ => Delivery.Done;
        (await RunAsync("retry", "--all", "--sink", "box")).ShouldBe(0);
        delivered.ShouldBe(["1", "3", "3"]);
        new DeadLetterFolder(Letters)
            .Open()
            .ShouldHaveSingleItem()
            .ShouldBeOfType<KeptEvent>()
            .Letter.Item.Id.ShouldBe("2");
    }

    [Fact]
    public async Task Retry_of_what_a_transformer_refused_goes_through_the_transformers_again()
    {
        await AddAsync("box", "1", attempts: 0);
        (await RunAsync("retry", Ids()[0])).ShouldBe(0);
        delivered.ShouldBe(["1 {\"text\":\"hello\",\"trace\":\"x\"}"]);
    }

    [Fact]
    public async Task Drop_lets_go_of_those_that_are_named()
    {
        await AddAsync("box", "1");
        await AddAsync("box", "2");
        var ids = Ids();
        (await RunAsync("drop", ids[0])).ShouldBe(0);
        Ids().ShouldBe([ids[1]]);
        (await RunAsync("drop", ids[0], ids[1])).ShouldBe(1);
        Error.ShouldContain($"there is no dead letter {ids[0]}");
        Ids().ShouldBe([ids[1]]);
        (await RunAsync("drop", "--all")).ShouldBe(0);
        Ids().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("give their ids, or --all", "drop")]
    [InlineData("give their ids, or --all", "retry", "--sink", "box")]
    [InlineData("not both", "drop", "--all", "x")]
    public async Task Command_that_does_not_say_which_does_nothing(
        string told,
        params string[] arguments
    )
    {
        await AddAsync("box", "1");
        (await RunAsync(arguments)).ShouldBe(1);
        Error.ShouldContain(told);
        Ids().Count.ShouldBe(1);
        delivered.ShouldBeEmpty();
    }

    [Fact]
    public async Task List_and_show_tell_of_what_sources_refused_where_it_came_from_and_what_it_was()
    {
        await AddAsync("box", "1");
        await RefuseAsync("orders", "nonsense \u001b[2J ü", 42);
        (await RunAsync("list")).ShouldBe(0);
        Output
            .Split('\n')[2]
            .ShouldEndWith(
                "  source orders  topic=orders.created partition=0 offset=42  -         2026-01-02T03:04:05.000Z  not JSON"
            );
        var id = Ids()[1];
        var listed = Output.Length;
        (await RunAsync("show", id)).ShouldBe(0);
        var shown = Output[listed..];
        shown.ShouldContain("\"content\": \"nonsense \\u001b[2J \\u00fc\"");
        shown.Where(char.IsControl).ShouldAllBe(c => c == '\n');
        var json = JsonNode.Parse(shown)!;
        ((string)json["id"]!).ShouldBe(id);
        ((string)json["source"]!).ShouldBe("orders");
        ((long)json["origin"]!["offset"]!).ShouldBe(42);
        ((string)json["content"]!).ShouldBe("nonsense \u001b[2J ü");
        Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Content_that_is_no_text_is_shown_as_base64_and_huge_content_by_its_size()
    {
        await RefuseAsync("orders", [0xFF, 0x00], 1);
        await RefuseAsync("orders", new byte[RefusedMessageForm.LongestText + 1], 2);
        (await RunAsync("list", "--json")).ShouldBe(0);
        var lines = Output.Split('\n');
        ((string)JsonNode.Parse(lines[0])!["content_base64"]!).ShouldBe("/wA=");
        var huge = JsonNode.Parse(lines[1])!.AsObject();
        ((int)huge["content_bytes"]!).ShouldBe(RefusedMessageForm.LongestText + 1);
        huge.ContainsKey("content").ShouldBeFalse();
    }

    [Fact]
    public async Task Commands_are_about_those_of_one_source_or_one_sink()
    {
        // Both may have the same name.
        await AddAsync("box", "1");
        await RefuseAsync("box", "nonsense", 1);
        var ids = Ids();
        (await RunAsync("list", "--source", "box", "--json")).ShouldBe(0);
        Output.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(ids[1]);
        (await RunAsync("drop", ids[1], "--sink", "box")).ShouldBe(1);
        Error.ShouldContain($"there is no dead letter {ids[1]} of the sink box");
        (await RunAsync("drop", "--all", "--sink", "box", "--source", "box")).ShouldBe(1);
        Ids().ShouldBe(ids);
        (await RunAsync("drop", "--all", "--source", "box")).ShouldBe(0);
        Ids().ShouldBe([ids[0]]);
    }

    [Fact]
    public async Task Retry_says_what_to_do_about_what_a_source_refused_and_leaves_it()
    {
        await AddAsync("box", "1");
        await RefuseAsync("orders", "nonsense", 42);
        var id = Ids()[1];
        (await RunAsync("retry", "--all")).ShouldBe(1);
        delivered.ShouldBe(["1"]);
        Output.ShouldBe("1 of 2 delivered\n");
        Error.ShouldStartWith(
            $"error: {id} (topic=orders.created partition=0 offset=42, source orders): a source refused it"
        );
        Error.ShouldContain("show --raw ID | curl");
        Error.ShouldContain("kcat -P");
        Ids().ShouldBe([id]);
    }

    [Fact]
    public async Task Raw_content_leaves_byte_for_byte()
    {
        byte[] content = [0xFF, 0x00, .. "\u001b[2J\r\n"u8];
        await RefuseAsync("orders", content, 1);
        await AddAsync("box", "1");
        (await RunAsync("show", "--raw", Ids()[0])).ShouldBe(0);
        rawOutput.ToArray().ShouldBe(content);
        rawOutput.SetLength(0);
        (await RunAsync("show", "--raw", Ids()[1])).ShouldBe(0);
        rawOutput.ToArray().ShouldBe("""{"text":"hello"}"""u8.ToArray());
        Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("line\tof text\nand ü 😀", true)]
    [InlineData("\u001b[2J", false)]
    [InlineData("a\rb", false)]
    [InlineData("\u202e", false)]
    public async Task No_raw_content_does_anything_to_a_screen(string content, bool isShown)
    {
        isScreen = true;
        await RefuseAsync("orders", content, 1);
        (await RunAsync("show", "--raw", Ids()[0])).ShouldBe(isShown ? 0 : 1);
        Encoding.UTF8.GetString(rawOutput.ToArray()).ShouldBe(isShown ? content : "");
        Error.Contains("send it to a file").ShouldBe(!isShown);
    }

    private List<string> Ids() => [.. new DeadLetterFolder(Letters).Open().Select(kept => kept.Id)];

    private ValueTask AddAsync(string sink, string id, string reason = "no", int attempts = 2)
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var taken = SampleEvents.Encoded(id, json: """{"text":"hello"}""");
        var entry = new Entry(7, at, taken);
        return journal.AddAsync(
            new DeadLetter(sink, new(entry, id, taken), reason, attempts, at, at.AddSeconds(1)),
            cancellation
        );
    }

    private ValueTask RefuseAsync(string source, string content, int offset) =>
        RefuseAsync(source, Encoding.UTF8.GetBytes(content), offset);

    private ValueTask RefuseAsync(string source, byte[] content, int offset)
    {
        var origin = new JsonObject
        {
            ["topic"] = "orders.created",
            ["partition"] = 0,
            ["offset"] = offset,
        };
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        return journal.AddAsync(
            new RefusedMessage(source, content, origin, "not JSON", at),
            cancellation
        );
    }

    private Task<int> RunAsync(params string[] arguments)
    {
        var toml = $"""
            [dead_letters]
            path = '{Letters}'
            [transformers.x]
            type = "pass"
            [sinks.box]
            type = "box"
            transformer_refs = ["x"]
            """;
        var catalog = new ComponentCatalog()
            .Transformer<FakeOptions>("pass", (_, _) => Function.Mark("x"))
            .Sink<BoxOptions>("box", (options, context) => new Box(this, options, context));
        return CommandLine.RunAsync(
            ["dead-letters", .. arguments, "--config", folder.Write("a.toml", toml)],
            catalog,
            new()
            {
                Input = Stream.Null,
                Output = output,
                OutputBytes = rawOutput,
                IsScreen = isScreen,
                Error = error,
                Environment = new Dictionary<string, string>(),
            }
        );
    }

    private sealed class BoxOptions : BatchOptions;

    private sealed class Box(DeadLettersCommandTests tests, BoxOptions options, SinkContext context)
        : BatchSink(options, context)
    {
        protected override ValueTask<Delivery> DeliverAsync(
            IReadOnlyList<Outgoing> batch,
            CancellationToken cancellation
        )
        {
            var item = batch.Single();
            var json = Encoding.UTF8.GetString(item.Event.Json.Span);
            tests.delivered.Add(json.Contains("trace") ? $"{item.Id} {json}" : item.Id);
            return new(tests.deliver(item));
        }
    }
}
