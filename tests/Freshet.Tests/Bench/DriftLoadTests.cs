using System.Text;
using Freshet.Events;
using Freshet.LoadTest.Clients;
using Freshet.LoadTest.Drift;
using Freshet.Sources.Falco;
using Freshet.Terraform;
using Freshet.Tests.Transformers.Drift;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Bench;

/// <summary>What the load of drift expects is what Freshet makes of its alerts and its state.</summary>
public sealed class DriftLoadTests : IDisposable
{
    private const int Resources = 120;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_alert_becomes_an_event_and_the_drift_that_is_expected_of_it_and_no_other()
    {
        var alerts = new AlertMix("/falco", Resources);
        var listener = new Listener();
        var finder = new FrameFinder(alerts, listener);
        var expected = new List<long>();
        using var rig = new DriftRig();
        rig.Live.Set(State(Resources), null);

        foreach (var lane in new[] { 0, AlertMix.MostConnections - 1 })
        {
            for (var index = 0; index < 2 * AlertCall.Mix.Count; index++)
            {
                var number = Lanes.Number(lane, index);
                expected.Add(number);
                if (AlertMix.DriftOf(number) is not AlertMix.Unwanted and var drift)
                {
                    expected.Add(drift);
                }
                finder.Find(Encoding.UTF8.GetBytes(Frames(rig, Alert(alerts, lane, index))));
            }
        }

        listener.Numbers.ShouldBe(expected);
        expected.Count(AlertMix.IsDrift).ShouldBe(expected.Count / 3);
    }

    [Fact]
    public void The_drift_of_a_lane_is_numbered_without_a_gap()
    {
        var ledger = new Ledger();
        ledger.Begin(new int[Lanes.Count]);

        for (var index = 0; index < 5 * AlertCall.Mix.Count; index++)
        {
            if (AlertMix.DriftOf(Lanes.Number(3, index)) is not AlertMix.Unwanted and var drift)
            {
                AlertMix.IsDrift(drift).ShouldBeTrue();
                ledger.See(drift).ShouldBe(Sighting.Expected);
            }
        }

        ledger.Seen.ShouldBe(5 * AlertCall.Mix.Count / 2);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(121)]
    [InlineData(5000)]
    public void The_state_has_as_many_resources_as_were_asked_for_of_some_2_KB_each(int resources)
    {
        var state = State(resources);

        state.Instances.Count.ShouldBe(resources);
        new FileInfo(StateFile).Length.ShouldBeInRange(1_500L * resources, 3_000L * resources);
        state.Index.At(LargeState.Address("aws_subnet", 0)).ShouldNotBeNull();
    }

    [Fact]
    public void Frames_are_found_wherever_they_are_cut()
    {
        var alerts = new AlertMix("/falco", Resources);
        var text =
            "retry: 3000\n\nevent: connected\ndata: {}\n\n"
            + Falco(0)
            + Drift(0, Encoding.ASCII.GetString(alerts.Telling(0)))
            + ": keep-alive\n\nevent: error\ndata: lagged: 3\n\n"
            + Falco(64);
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var listener = Read(alerts, text[..cut], text[cut..]);

            listener.Numbers.ShouldBe([0, AlertMix.DriftOf(0), 64], $"cut at {cut}");
            listener.Notices.ShouldBe(1, $"cut at {cut}");
        }
    }

    [Fact]
    public void Drift_of_another_resource_or_of_no_change_is_unwanted_and_so_is_any_other_event()
    {
        var alerts = new AlertMix("/falco", Resources);
        var reads = Lanes.Number(0, 1);

        AlertCall.Mix[1].Kind.ShouldBe(AlertKind.Reads);
        Read(
            alerts,
            Drift(0, "\"resource_address\":\"another\""),
            Drift(reads, Encoding.ASCII.GetString(alerts.Telling(reads))),
            "event: drift\ndata: {}\n\n",
            "event: state_change\ndata: {}\n\n"
        )
            .Numbers.ShouldBe([.. Enumerable.Repeat(AlertMix.Unwanted, 4)]);
    }

    private static string Falco(long number) =>
        $"event: falco\nid: a\ndata: {{\"output\":\"x @{number:D12}\",\"n\":\"@000000009999\"}}\n\n";

    private static string Drift(long number, string telling) =>
        $"event: drift\nid: b\ndata: {{{telling},\"principal_id\":\"AROA:@{number:D12}\"}}\n\n";

    private static Listener Read(AlertMix alerts, params string[] pieces)
    {
        var listener = new Listener();
        var finder = new FrameFinder(alerts, listener);
        foreach (var piece in pieces)
        {
            finder.Find(Encoding.ASCII.GetBytes(piece));
        }
        return listener;
    }

    /// <summary>The body of the request, which must be as long as it says.</summary>
    private static byte[] Alert(AlertMix alerts, int lane, int index)
    {
        var request = new byte[alerts.Longest];
        var text = Encoding.UTF8.GetString(request, 0, alerts.Write(request, lane, index));
        var parts = text.Split("\r\n\r\n", 2);
        parts[0].ShouldContain($"Content-Length: {parts[1].Length}");
        return Encoding.UTF8.GetBytes(parts[1]);
    }

    /// <summary>What the stream sends of an alert.</summary>
    private static string Frames(DriftRig rig, byte[] alert)
    {
        var content = AlertContent.Read(alert, null);
        content.Fault.ShouldBeNull();
        var output = new List<Event>();
        rig.Transformer.Transform(new(content.Events.ShouldHaveSingleItem()), output)
            .ShouldBeNull();
        return string.Concat(
            output.Select(item =>
                $"event: {item.Body!["type"]}\nid: x\ndata: {Encoding.UTF8.GetString(JsonText.Write(item.Body["data"]).Span)}\n\n"
            )
        );
    }

    private string StateFile => Path.Combine(folder.Path, "terraform.tfstate");

    private TerraformState State(int resources)
    {
        LargeState.Write(StateFile, resources);
        return TerraformState.Read(File.ReadAllBytes(StateFile)).State.ShouldNotBeNull();
    }

    private sealed class Listener : IStreamListener
    {
        public List<long> Numbers { get; } = [];

        public int Notices { get; private set; }

        public bool Answered(int status) => true;

        public void EventSeen(long number) => Numbers.Add(number);

        public void NoticeSeen() => Notices++;
    }
}
