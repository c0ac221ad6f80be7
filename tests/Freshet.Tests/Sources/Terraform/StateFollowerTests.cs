using Freshet.Pipelines;
using Freshet.Sources.Terraform;
using Freshet.Terraform;
using Freshet.Tests.Sources.Kafka;
using Freshet.Tests.Terraform;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Terraform;

public sealed class StateFollowerTests : IDisposable
{
    private readonly FakeContext context = new();
    private readonly KeptLog log = new();
    private readonly ManualTime time = new();
    private readonly Place place = new();
    private readonly TemporaryFolder folder = new();
    private readonly LiveState live = new("orders");
    private readonly StateFollower follower;

    public StateFollowerTests() => follower = NewFollower();

    public void Dispose()
    {
        context.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_stays_unfinished_is_told_once()
    {
        place.Content = new StateContent.Found("{"u8.ToArray());
        await LookAsync();
        time.Advance(TimeSpan.FromSeconds(4.9));
        await LookAsync();
        log.Lines.ShouldBeEmpty();
        follower.IsUnfinished.ShouldBeTrue();

        time.Advance(TimeSpan.FromSeconds(0.1));
        await LookAsync();
        await LookAsync();

        log.Lines.ShouldHaveSingleItem()
            .ShouldBe(
                (
                    LogLevel.Warning,
                    "orders: the place: no whole JSON: something is wrong at line 1, column 2"
                )
            );
        follower.Trouble.ShouldNotBeNull();
        follower.IsUnfinished.ShouldBeFalse();
    }

    [Fact]
    public async Task It_moves_on_only_once_the_events_are_kept()
    {
        await FindAsync(States.File("network.tfstate"));
        context.OnWrite = _ => throw new InvalidDataException("the end of the process");

        await Should.ThrowAsync<InvalidDataException>(FindAsync(States.File("network-8.tfstate")));
        context.OnWrite = _ => [];
        await NewFollower().LookAsync(CancellationToken.None, CancellationToken.None);
        await NewFollower().LookAsync(CancellationToken.None, CancellationToken.None);

        context.History.ShouldBe(["write 4", "write 4"]);
    }

    [Fact]
    public async Task A_refused_event_is_a_dead_letter_and_holds_up_no_other()
    {
        await FindAsync(States.File("network.tfstate"));
        RefusedMessage? refused = null;
        context.OnWrite = _ => [new(1, new Rejection(RejectionKind.Transformer, "no", "check"))];
        context.OnRefuse = message => refused = message;

        await FindAsync(States.File("network-8.tfstate"));
        await FindAsync(States.File("network-8.tfstate"));

        context.History.ShouldBe(["write 4", "keep transformer check: no"]);
        refused!.Origin["resource"]!.GetValue<string>().ShouldBe("aws_db_instance.main");
    }

    [Fact]
    public async Task Who_looks_resources_up_sees_each_state_and_when_a_new_one_came()
    {
        await FindAsync(States.File("network.tfstate"));
        live.Current.NewSerials.ShouldBeEmpty();
        live.Current.Find("aws_subnet", "id", "subnet-1").FirstOrDefault().ShouldNotBeNull();

        time.Advance(TimeSpan.FromMinutes(1));
        await FindAsync(States.File("network-8.tfstate"));

        live.Current.NewSerials.ShouldBe([time.GetUtcNow()]);
        live.Current.Find("aws_subnet", "id", "subnet-1").FirstOrDefault().ShouldBeNull();
    }

    [Fact]
    public async Task What_was_kept_and_cannot_be_read_is_told_and_it_begins_anew()
    {
        folder.Write("kept.json", "{\"key\":7}");

        await FindAsync(States.File("network.tfstate"));
        await FindAsync(States.File("network-8.tfstate"));

        log.Lines.First().Level.ShouldBe(LogLevel.Error);
        context.History.ShouldBe(["write 4"]);
    }

    private StateFollower NewFollower() =>
        new(
            place,
            new KeptState(Path.Combine(folder.Path, "kept.json"), new(), "", log),
            live,
            new ChangeEvents([]),
            StateStart.Now,
            context.ToSource(time),
            log
        );

    private Task FindAsync(byte[] text)
    {
        place.Content = new StateContent.Found(text);
        return LookAsync();
    }

    private Task LookAsync() => follower.LookAsync(CancellationToken.None, CancellationToken.None);

    private sealed class Place : IStatePlace
    {
        public StateContent Content { get; set; } = new StateContent.Absent();

        public string Shown => "the place";

        public Task<StateContent> LookAsync(CancellationToken cancellation) =>
            Task.FromResult(Content);

        public void Forget() { }
    }
}
