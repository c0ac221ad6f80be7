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
    private readonly StringWriter error = new() { NewLine = "\n" };
    private readonly DeadLetterJournal journal;
    private readonly List<string> delivered = [];
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;
    private Func<Outgoing, Delivery> deliver = _ => Delivery.Done;

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
                "  box   1      2         2026-01-02T03:04:06.000Z  no \\u001b[2Jgood\\nat all"
            );
        lines[2].ShouldContain("  gone  2 ");
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
        new DeadLetterFolder(Letters).Open().Single().Letter.Item.Id.ShouldBe("2");
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
            var json = System.Text.Encoding.UTF8.GetString(item.Event.Json.Span);
            tests.delivered.Add(json.Contains("trace") ? $"{item.Id} {json}" : item.Id);
            return new(tests.deliver(item));
        }
    }
}
