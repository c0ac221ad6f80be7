using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Events.CDEvents;

namespace Freshet.Cli.Transform;

/// <summary>Whether an output is a CDEvent.</summary>
/// <param name="Problems">What is wrong with it.</param>
/// <param name="IsWrong">Whether that makes it no CDEvent; else it is only odd.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CDEventVerdict(IReadOnlyList<EventFault> Problems, bool IsWrong);

/// <summary>Says whether an output is a CDEvent once Freshet has taken it in: id, source and time are filled in first, since goldens may be without them.</summary>
internal sealed class CDEventJudge
{
    private readonly EventRecogniser recogniser = new(
        TimeProvider.System,
        cdevents: CDEventMode.Off
    );

    /// <summary>
    /// What is wrong with the output. One that is no CDEvent at all is wrong. Members that are null where they might as well be absent are only odd: the specification has no null, but
    /// programs write it for what they do not find, and most readers take it for absent.
    /// </summary>
    public CDEventVerdict Judge(Event output)
    {
        var recognised = recogniser.Recognise(output);
        if (recognised.Event is not { } encoded)
        {
            return new([recognised.Fault!], IsWrong: true);
        }
        if (Problems(encoded.Json) is not { } problems)
        {
            return new([], IsWrong: false);
        }
        var remaining = Problems(WithoutNulls(encoded.Json));
        return new((remaining ?? problems).First, IsWrong: remaining is not null);
    }

    private static CDEventProblems? Problems(ReadOnlyMemory<byte> json) =>
        CDEventCheck.OfCDEvent(new EventOutline(json));

    private static ReadOnlyMemory<byte> WithoutNulls(ReadOnlyMemory<byte> json)
    {
        var tree = JsonNode.Parse(json.Span, documentOptions: JsonText.DocumentOptions);
        if (tree is JsonObject root)
        {
            // What customers put into customData is theirs.
            RemoveNulls(root["context"]);
            RemoveNulls(root["subject"]);
        }
        return JsonText.Write(tree);
    }

    private static void RemoveNulls(JsonNode? node)
    {
        if (node is not JsonObject members)
        {
            return;
        }
        foreach (var (name, value) in members.ToList())
        {
            if (value is null)
            {
                members.Remove(name);
            }
            RemoveNulls(value);
        }
    }
}
