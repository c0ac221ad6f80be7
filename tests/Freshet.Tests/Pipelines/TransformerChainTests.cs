using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Pipelines;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines;

public sealed class TransformerChainTests
{
    [Fact]
    public void Chain_of_nothing_hands_the_event_on()
    {
        var chain = new TransformerChain([], 10);
        chain.IsEmpty.ShouldBeTrue();
        Run(chain).Outputs.ShouldBe(["-"]);
    }

    [Fact]
    public void Transformers_run_in_order() =>
        Run(Function.Mark("a"), Function.Mark("b"), Function.Mark("c")).Outputs.ShouldBe(["-abc"]);

    [Fact]
    public void Each_of_many_goes_through_what_follows_in_order() =>
        Run(Function.Multiply(2), Function.Mark("x"), Function.Multiply(2))
            .Outputs.ShouldBe(["-0x0", "-0x1", "-1x0", "-1x1"]);

    [Fact]
    public void What_comes_of_one_event_is_called_as_its_transport_calls_it()
    {
        TransportIds("t", Function.Mark("a"), Function.Multiply(1)).ShouldBe(["t"]);
        TransportIds(null, Function.Multiply(2)).ShouldBe([null, null]);
    }

    [Fact]
    public void What_comes_of_one_event_is_told_apart_by_numbers_that_others_do_not_change()
    {
        TransportIds("t", Function.Multiply(3)).ShouldBe(["t~1", "t~2", "t~3"]);
        TransportIds("t", Function.Multiply(2), Function.Multiply(2))
            .ShouldBe(["t~1~1", "t~1~2", "t~2~1", "t~2~2"]);
        var notTheFirst = new Function(
            (input, output) =>
            {
                if ((string)input.Body!["trace"]! != "-0")
                {
                    output.Add(input);
                }
                return null;
            }
        );
        TransportIds("t", Function.Multiply(3), notTheFirst).ShouldBe(["t~2", "t~3"]);
    }

    [Fact]
    public void Two_collectors_in_a_row_that_make_several_of_one_call_none_like_another()
    {
        // As they arrive: of an event of the first one, or the frames that its sink made of it.
        string[][] arriving = [TransportIds("t", Function.Multiply(2))!, ["t", "t#2"]];
        foreach (var first in arriving)
        {
            var second = first.SelectMany(id => TransportIds(id, Function.Multiply(2))).ToList();
            second.Concat(first).Distinct().Count().ShouldBe(6);
        }
    }

    [Fact]
    public void Dropped_event_is_no_rejection()
    {
        var (outputs, rejection) = Run(Function.Mark("a"), Function.Drop(), Function.Mark("b"));
        outputs.ShouldBeEmpty();
        rejection.ShouldBeNull();
    }

    [Fact]
    public void Rejection_names_its_transformer_and_leaves_nothing_behind()
    {
        var (outputs, rejection) = Run(
            Function.Multiply(2),
            Function.Reject("no"),
            Function.Mark("b")
        );
        outputs.ShouldBeEmpty();
        rejection.ShouldBe(new Rejection(RejectionKind.Transformer, "no", "step1"));
    }

    [Fact]
    public void Number_of_outputs_is_limited_at_every_step()
    {
        Run(Function.Multiply(10)).Outputs.Count.ShouldBe(10);
        var (outputs, rejection) = Run(Function.Multiply(4), Function.Multiply(3), Function.Drop());
        outputs.ShouldBeEmpty();
        rejection.ShouldBe(
            new Rejection(
                RejectionKind.Transformer,
                "it makes more than 10 events of those that came together",
                "step1"
            )
        );
    }

    [Fact]
    public void Number_of_outputs_is_limited_for_the_events_of_a_write_together()
    {
        var write = new TransformerChain([("a", Function.Multiply(6))], 10).Begin();
        var output = new List<Event>();
        write.Transform(NewEvent(), output).ShouldBeNull();
        write.Transform(NewEvent(), output).ShouldNotBeNull().Component.ShouldBe("a");
        output.Count.ShouldBe(6);
    }

    [Fact]
    public void What_was_there_before_stays_in_the_output()
    {
        var output = new List<Event> { NewEvent() };
        new TransformerChain([], 10).Begin().Transform(NewEvent(), output).ShouldBeNull();
        output.Count.ShouldBe(2);
    }

    [Fact]
    public void Remembering_transformers_forget_a_write_that_is_not_committed()
    {
        var remembering = new Remembering();
        var chain = new TransformerChain([("a", remembering)], 10);
        var first = chain.Begin();
        Run(first, "k").Count.ShouldBe(1);
        Run(first, "k").Count.ShouldBe(0);

        var second = chain.Begin();
        Run(second, "k").Count.ShouldBe(1);
        second.Commit();
        Run(chain.Begin(), "k").Count.ShouldBe(0);
        remembering.Known.ShouldBe(["k"]);
    }

    private static List<Event> Run(ChainWrite write, string key)
    {
        var output = new List<Event>();
        write.Transform(new Event(new JsonObject { ["key"] = key }), output).ShouldBeNull();
        return output;
    }

    private static (List<string> Outputs, Rejection? Rejection) Run(
        params IEnumerable<ITransformer> transformers
    ) => Run(new TransformerChain([.. transformers.Select((t, i) => ($"step{i}", t))], 10));

    private static (List<string> Outputs, Rejection? Rejection) Run(TransformerChain chain)
    {
        var output = new List<Event>();
        var rejection = chain.Begin().Transform(NewEvent(), output);
        return ([.. output.Select(item => (string)item.Body!["trace"]!)], rejection);
    }

    private static string?[] TransportIds(string? transportId, params ITransformer[] transformers)
    {
        var input = new Event(new JsonObject { ["trace"] = "-" }) { TransportId = transportId };
        var outputs = new List<Event>();
        var chain = new TransformerChain([.. transformers.Select(t => ("t", t))], 10);
        chain.Begin().Transform(input, outputs).ShouldBeNull();
        return [.. outputs.Select(output => output.TransportId)];
    }

    private static Event NewEvent() => new(new JsonObject { ["trace"] = "-" });
}
