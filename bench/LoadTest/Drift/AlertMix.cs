using System.Buffers;
using System.Text;
using System.Text.Json;
using Freshet.LoadTest.Clients;
using Freshet.LoadTest.Publishing;

namespace Freshet.LoadTest.Drift;

/// <summary>
/// Alerts as Falco posts them, and what has to become of each. Every alert is an event <c>falco</c>, and every change a <c>drift</c> besides, which is counted on a lane of its own:
/// so that a client can be asked for each, once and in order. Which alert is which follows from its number alone, which it has in its text and in the id of who made the call.
/// </summary>
/// <param name="path">Where they are posted.</param>
/// <param name="resources">How many resources the state has.</param>
internal sealed class AlertMix(string path, int resources) : IPost
{
    /// <summary>So many connections post at most: each has a lane for alerts and one for drift.</summary>
    public const int MostConnections = Lanes.Count / 2;

    /// <summary>An event that must not come.</summary>
    public const long Unwanted = -1;

    private const int MostBytes = 4096;

    // Without a common divisor with each other, so that neither two in a row nor two at once are of one resource.
    private const int Stride = 31;
    private const int LaneStride = 101;

    private static readonly int[] ChangesBefore =
    [
        .. Enumerable
            .Range(0, AlertCall.Mix.Count + 1)
            .Select(i => AlertCall.Mix.Take(i).Count(call => call.Kind == AlertKind.Changes)),
    ];

    private readonly ArrayBufferWriter<byte> body = new(MostBytes);
    private readonly Dictionary<(int Slot, int Resource), byte[]> told = [];

    public int Longest => MostBytes;

    /// <summary>Whether the number is that of a drift, and not of an alert.</summary>
    public static bool IsDrift(long number) => Lanes.LaneOf(number) >= MostConnections;

    /// <summary>The number of the drift that the alert has to become; <see cref="Unwanted"/> where it is none.</summary>
    public static long DriftOf(long alert)
    {
        var (cycle, slot) = Math.DivRem(Lanes.IndexOf(alert), AlertCall.Mix.Count);
        return AlertCall.Mix[slot].Kind == AlertKind.Changes
            ? Lanes.Number(
                DriftLane(Lanes.LaneOf(alert)),
                (cycle * ChangesBefore[^1]) + ChangesBefore[slot]
            )
            : Unwanted;
    }

    /// <summary>The lane of the drift that comes of alerts on this one.</summary>
    public static int DriftLane(int lane) => lane + MostConnections;

    /// <summary>What the data of the drift has in it that the alert has to become.</summary>
    public ReadOnlySpan<byte> Telling(long alert)
    {
        var (call, resource) = Of(alert);
        var key = (Lanes.IndexOf(alert) % AlertCall.Mix.Count, resource);
        if (!told.TryGetValue(key, out var text))
        {
            told[key] = text = Encoding.ASCII.GetBytes(
                $"\"resource_address\":\"{LargeState.Address(call.Type, resource)}\",\"action\":\"modified\",\"attribute\":\"{call.Attribute}\""
            );
        }
        return text;
    }

    public int Write(Span<byte> target, int lane, int firstIndex)
    {
        body.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(body))
        {
            WriteAlert(writer, Lanes.Number(lane, firstIndex));
        }
        var head = Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: {body.WrittenCount}\r\n\r\n"
        );
        head.CopyTo(target);
        body.WrittenSpan.CopyTo(target[head.Length..]);
        return head.Length + body.WrittenCount;
    }

    /// <summary>The alert alone, as Falco writes it with <c>json_output</c>.</summary>
    public void WriteAlert(Utf8JsonWriter writer, long number)
    {
        var (call, resource) = Of(number);
        var isSyscall = call.Kind == AlertKind.Syscall;
        writer.WriteStartObject();
        writer.WriteString("hostname", "falco-0");
        writer.WriteString(
            "output",
            $"10:00:00.000000000: Warning {call.Name} (user=john.doe session=@{number:D12}"
        );
        writer.WriteStartObject("output_fields");
        if (isSyscall)
        {
            WriteProcess(writer, call.Request(resource));
        }
        else
        {
            WriteCall(writer, call, call.Request(resource), number);
        }
        writer.WriteEndObject();
        writer.WriteString("priority", "Warning");
        writer.WriteString("rule", isSyscall ? "Shell in a container" : "A call to the cloud");
        writer.WriteString("source", isSyscall ? "syscall" : "aws_cloudtrail");
        writer.WriteStartArray("tags");
        writer.WriteStringValue("aws");
        writer.WriteStringValue("cloud");
        writer.WriteEndArray();
        writer.WriteString("time", "2025-01-15T10:00:00.000000000Z");
        writer.WriteEndObject();
    }

    private static void WriteCall(
        Utf8JsonWriter writer,
        AlertCall call,
        string request,
        long number
    )
    {
        writer.WriteNull("ct.error");
        writer.WriteString("ct.id", $"0b7d5f0e-0000-4000-8000-{number:D12}");
        writer.WriteString("ct.name", call.Name);
        writer.WriteString("ct.readonly", call.Kind == AlertKind.Reads ? "true" : "false");
        writer.WriteString("ct.region", "eu-west-1");
        writer.WriteString("ct.request", request);
        writer.WriteString("ct.response", """{"_return":true}""");
        writer.WriteString("ct.src", call.Service);
        writer.WriteString("ct.srcip", "203.0.113.9");
        // Long ago, as audit logs come: no drift waits for a newer state.
        writer.WriteString("ct.time", "2025-01-15T10:00:00Z");
        writer.WriteString("ct.user", "john.doe");
        writer.WriteString("ct.user.accountid", LargeState.Account);
        writer.WriteString(
            "ct.user.arn",
            $"arn:aws:sts::{LargeState.Account}:assumed-role/operator/john.doe"
        );
        writer.WriteString("ct.user.identitytype", "AssumedRole");
        writer.WriteString("ct.user.principalid", $"AROAEXAMPLEEXAMPLE123:@{number:D12}");
        writer.WriteString(
            "ct.useragent",
            call.Kind == AlertKind.Terraforms
                ? "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 aws-sdk-go-v2/1.30.3"
                : "aws-cli/2.15.0 Python/3.11.6"
        );
        writer.WriteNumber("evt.time", 1736935200000000000);
    }

    private static void WriteProcess(Utf8JsonWriter writer, string command)
    {
        writer.WriteString("container.id", "3f1c9a7be24d");
        writer.WriteString("container.image.repository", "docker.io/library/nginx");
        writer.WriteString("evt.type", "execve");
        writer.WriteNumber("evt.time", 1736935200000000000);
        writer.WriteString("proc.cmdline", command);
        writer.WriteString("proc.pname", "nginx");
        writer.WriteNull("proc.tty");
        writer.WriteString("user.name", "root");
        writer.WriteNumber("user.uid", 0);
    }

    private (AlertCall Call, int Resource) Of(long number)
    {
        var (lane, index) = (Lanes.LaneOf(number), Lanes.IndexOf(number));
        var resource =
            ((index * (long)Stride) + (lane * LaneStride)) % (resources / LargeState.Kinds);
        return (AlertCall.Mix[index % AlertCall.Mix.Count], (int)resource);
    }
}
