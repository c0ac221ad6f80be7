using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Events.Parsing;
using Freshet.Programs;
using Freshet.Transformers.Vrl;
using Freshet.Vrl;
using Freshet.Vrl.Typing;

namespace Freshet.Hosting.Testing;

/// <summary>
/// What is expected of one of the events that come out, in their order: what is not given may be anything. Or, alone in its table and alone in the list, <c>no_event</c> or <c>rejected_with</c>.
/// </summary>
internal sealed class TestExpectation : ICheckOptions
{
    private static readonly string[] KeysOfOne = ["body", "headers", "metadata", "condition"];
    private static readonly string[] KeysOfAll = ["no_event", "rejected_with"];

    /// <summary>The body, all of it, as JSON text or as TOML. The order of members does not matter, nor how numbers are written.</summary>
    public WrittenContent? Body { get; set; }

    /// <summary>Headers that the event must have, with these values; it may have others.</summary>
    public Dictionary<string, string> Headers { get; set; } = [];

    /// <summary>Members that the metadata must have, with these values; they may have others.</summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>A program of the Vector Remap Language that must give <c>true</c>; it sees the event as a transformer behind would.</summary>
    public string? Condition { get; set; }

    /// <summary>True where nothing may come out: every event is dropped.</summary>
    public bool NoEvent { get; set; }

    /// <summary>A part of the reason why the input is rejected; empty for any.</summary>
    public string? RejectedWith { get; set; }

    /// <summary><see cref="Body"/>, read; null where it is not given.</summary>
    internal ReadOnlyMemory<byte>? ExpectedBody { get; private set; }

    /// <summary><see cref="Condition"/>, compiled; null where it is not given.</summary>
    internal CompileResult? Program { get; private set; }

    /// <summary>Whether it is of all that comes, and not of one event.</summary>
    internal bool IsOfAll => NoEvent || RejectedWith is not null;

    public void Check(OptionsScope scope)
    {
        var ofOne = KeysOfOne.Where(scope.IsGiven).ToList();
        var ofAll = KeysOfAll.Where(scope.IsGiven).ToList();
        if (ofOne.Count + ofAll.Count == 0)
        {
            scope.Error(
                "body",
                "this expects nothing",
                "add body, condition, headers, metadata, no_event = true or rejected_with"
            );
        }
        else if (ofAll.Count > 0 && ofOne.Count + ofAll.Count > 1)
        {
            scope.Error(
                ofAll[0],
                $"{ofAll[0]} stands alone: there is no event that could have {string.Join(" or ", ofOne.Concat(ofAll.Skip(1)))}"
            );
        }
        if (scope.IsGiven("no_event") && !NoEvent)
        {
            scope.Error("no_event", "no_event is true, or is not there");
        }
        CheckBody(scope);
        CheckCondition(scope);
    }

    private void CheckBody(OptionsScope scope)
    {
        if (Body?.Parse(ContentFormat.Json, 1) is not { } content)
        {
            return;
        }
        if (content.Fault is { } fault)
        {
            scope.Error("body", $"the body that is expected: {fault}");
            return;
        }
        ExpectedBody = content.Bodies[0];
    }

    private void CheckCondition(OptionsScope scope)
    {
        if (Condition is null)
        {
            return;
        }
        // What may fail in it makes the test fail, so nobody has to handle it.
        Program = ConfiguredProgram.Compile(
            scope,
            "condition",
            Condition,
            EventProgram.Options with
            {
                Strict = false,
            },
            tellsWarnings: false
        );
        if (Program.Program is { } program && !program.Type.Kind.Kinds.HasFlag(Kinds.Boolean))
        {
            scope.Error(
                "condition",
                "the condition never gives true or false",
                "compare something: .body.type == \"a\""
            );
        }
    }
}
