using System.Reflection;
using Confluent.Kafka;
using Freshet.Sinks.Kafka;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Kafka;

public sealed class DeliveryReportsTests
{
    private static readonly Error Failure = new(ErrorCode.RequestTimedOut);
    private static readonly Error Ended = new(ErrorCode.Local_Fatal);

    private readonly IProducer<byte[]?, byte[]?> producer = DispatchProxy.Create<
        IProducer<byte[]?, byte[]?>,
        Producer
    >();
    private readonly DeliveryReports reports = new(3);

    public DeliveryReportsTests()
    {
        for (var i = 0; i < 3; i++)
        {
            reports.Add(producer, new("t", new Message<byte[]?, byte[]?>())).ShouldBeNull();
        }
    }

    [Fact]
    public void All_are_there_when_the_last_is_in_any_order()
    {
        var all = reports.AllAsync();
        Report(2);
        Report(0);
        all.IsCompleted.ShouldBeFalse();
        Report(1);

        all.IsCompletedSuccessfully.ShouldBeTrue();
        reports.Read().ShouldBe((3, null));
    }

    [Fact]
    public void The_first_that_did_not_arrive_counts()
    {
        Report(2, Ended);
        Report(1, Failure);
        Report(0);

        reports.Read().ShouldBe((1, Failure));
    }

    [Fact]
    public void One_that_is_given_up_did_not_arrive_whatever_is_reported_of_those_behind_it()
    {
        Report(0);
        Report(2);
        reports.AllAsync().IsCompleted.ShouldBeFalse();

        reports.Read(unheard: Ended).ShouldBe((1, Ended));
    }

    private void Report(int index, Error? fault = null) =>
        ((Producer)(object)producer).Handlers[index](
            new() { Error = fault ?? new Error(ErrorCode.NoError) }
        );

    /// <summary>Takes messages, and reports nothing by itself.</summary>
    public class Producer : DispatchProxy
    {
        internal List<Action<DeliveryReport<byte[]?, byte[]?>>> Handlers { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            targetMethod!.Name.ShouldBe("Produce");
            Handlers.Add((Action<DeliveryReport<byte[]?, byte[]?>>)args![2]!);
            return null;
        }
    }
}
