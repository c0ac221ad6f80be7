using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Vrl;
using Freshet.Vrl.Values;
using Vrl.Tests.Stdlib;

namespace Vrl.Tests.Differential;

/// <summary>What became of a case: the code of its first compile error, the message that it failed with, or its result and the event that it left.</summary>
internal sealed record Outcome
{
    private Outcome() { }

    public int? Code { get; private init; }

    public string? Error { get; private init; }

    /// <summary>The result as JSON, in the one form that comparing needs.</summary>
    public string? Result { get; private init; }

    /// <inheritdoc cref="Result"/>
    public string? Event { get; private init; }

    /// <summary>Whether the engine itself broke, so that there is nothing to compare with.</summary>
    public bool IsPanic { get; private init; }

    /// <summary>What this engine makes of it.</summary>
    public static Outcome Of(Case given)
    {
        var compiled = VrlCompiler.Compile(given.Source);
        if (compiled.Program is not { } program)
        {
            return new() { Code = compiled.Errors[0].Code };
        }
        var (@event, metadata) = (Json.Read(given.Event), Value.From(new VrlObject()));
        var run = program.Run(ref @event, ref metadata);
        return run.Failure is { } failure
            ? new() { Error = (failure.Message ?? "aborted").TrimEnd() }
            : new()
            {
                Result = Normal(JsonNode.Parse(VrlJson.Write(run.Value))),
                Event = Normal(JsonNode.Parse(VrlJson.Write(@event))),
            };
    }

    /// <summary>What the reference made of it: a line of <c>run.mjs</c>.</summary>
    public static Outcome Read(JsonObject answer) =>
        new()
        {
            Code = answer["code"]?.GetValue<int>(),
            Error = answer["error"]?.GetValue<string>(),
            Result = answer.ContainsKey("result") ? Normal(answer["result"]) : null,
            Event = answer.ContainsKey("event") ? Normal(answer["event"]) : null,
            IsPanic = answer.ContainsKey("panic"),
        };

    public override string ToString() =>
        IsPanic ? "panic"
        : Code is { } code ? $"E{code}"
        : Error is not null ? $"failure {Error}"
        : $"{Result} and the event {Event}";

    /// <summary>Sorted keys, and numbers as the doubles that JavaScript takes all of them for.</summary>
    private static string Normal(JsonNode? node) =>
        node switch
        {
            null => "null",
            JsonObject fields =>
                $"{{{string.Join(',', fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{JsonSerializer.Serialize(field.Key)}:{Normal(field.Value)}"))}}}",
            JsonArray items => $"[{string.Join(',', items.Select(Normal))}]",
            _ when node.GetValueKind() == JsonValueKind.Number => (
                double.Parse(node.ToJsonString()) + 0.0
            ).ToString("R"),
            _ => JsonSerializer.Serialize(node),
        };
}
