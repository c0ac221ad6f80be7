using System.IO.Pipelines;
using Freshet.Management;
using Freshet.Management.Grpc.Calls;
using Freshet.Management.Grpc.Framing;
using Freshet.Management.Grpc.Protos.Health;
using Freshet.Management.Grpc.Services;
using Shouldly;
using Xunit;
using Serving = Freshet.Management.Grpc.Protos.Health.HealthCheckResponse.Types.ServingStatus;

namespace Freshet.Tests.Management.Grpc;

public sealed class HealthServiceTests
{
    private readonly TimerTime time = new();
    private HealthReport report = new("ready");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_watches_is_told_of_each_change_and_of_nothing_else()
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var (asked, told) = (new Pipe(), new Pipe());
        await Writer(asked).WriteAsync(new HealthCheckRequest(), Cancellation);
        await asked.Writer.CompleteAsync();
        var service = new HealthService(() => Volatile.Read(ref report), time).ToService();
        var watch = service.Methods["Watch"];
        var watching = watch.RunAsync(new(Reader(asked), Writer(told)), gone.Token);
        var answers = new GrpcExchange(Reader(told), Writer(asked));

        (await NextAsync(answers)).ShouldBe(Serving.Serving);
        Volatile.Write(ref report, new("unavailable", "the disk is full"));
        (await NextAsync(answers)).ShouldBe(Serving.NotServing);
        Volatile.Write(ref report, new("unavailable", "another reason"));
        time.Advance(TimeSpan.FromMinutes(1));
        Volatile.Write(ref report, new("ready"));
        (await NextAsync(answers)).ShouldBe(Serving.Serving);

        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(watching);
    }

    /// <summary>The next answer, however many seconds it takes on the clock.</summary>
    private async Task<Serving> NextAsync(GrpcExchange answers)
    {
        var next = answers.ReadAsync<HealthCheckResponse>(Cancellation).AsTask();
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        return (await next).Value.ShouldNotBeNull().Status;
    }

    private static MessageReader Reader(Pipe pipe) => new(pipe.Reader, isGzip: false, limit: 1000);

    private static MessageWriter Writer(Pipe pipe) => new(pipe.Writer, isGzip: false);
}
