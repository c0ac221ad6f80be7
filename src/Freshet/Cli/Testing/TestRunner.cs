using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Cli.Differences;
using Freshet.Events;
using Freshet.Hosting;
using Freshet.Hosting.Testing;
using Freshet.Pipelines;
using Freshet.Transformers.Vrl;
using Freshet.Vrl;
using Freshet.Vrl.Values;

namespace Freshet.Cli.Testing;

/// <summary>Runs the tests of a configuration, each on transformers of its own.</summary>
internal sealed class TestRunner(OfflineTransformers transformers, TimeProvider time)
{
    /// <summary>Runs a test; gives what is not as it expects, nothing where it passes.</summary>
    public IReadOnlyList<TestFailure> Run(TestOptions test)
    {
        try
        {
            return RunGuarded(test);
        }
        catch (JsonException fault)
        {
            return [new($"an event cannot be written as JSON: {fault.Message}")];
        }
    }

    private List<TestFailure> RunGuarded(TestOptions test)
    {
        var names = test.TransformerRefs.Select(reference => reference.Name).ToList();
        if (!transformers.TryMake(names, out var chain, out var error))
        {
            return [new(error)];
        }
        var outputs = new List<Event>();
        var rejection = Transform(test, chain, outputs);
        if (rejection is not null || test.Expect is [{ RejectedWith: not null }])
        {
            return AboutRejection(rejection, test.Expect[0].RejectedWith, outputs);
        }
        if (test.Expect is [{ NoEvent: true }])
        {
            return
            [
                .. outputs.Select(output => new TestFailure(
                    "expected no event, and this came",
                    Actual: output.ToJson()
                )),
            ];
        }
        return Compare(test.Expect, outputs);
    }

    private Rejection? Transform(TestOptions test, TransformerChain chain, List<Event> outputs)
    {
        var write = chain.Begin();
        var metadata = JsonText.Write(MetadataOf(test));
        foreach (var body in test.Inputs)
        {
            var input = new Event(body, metadata)
            {
                Headers = new(test.Headers, StringComparer.OrdinalIgnoreCase),
            };
            if (write.Transform(input, outputs) is { } rejection)
            {
                return rejection;
            }
        }
        write.Commit();
        return null;
    }

    private JsonObject MetadataOf(TestOptions test)
    {
        var metadata = test.Metadata.DeepClone().AsObject();
        if (!metadata.ContainsKey("context"))
        {
            metadata["context"] = new JsonObject();
        }
        if (metadata["context"] is JsonObject context && !context.ContainsKey("source"))
        {
            context["source"] = transformers.CommandSource;
        }
        return metadata;
    }

    private static List<TestFailure> AboutRejection(
        Rejection? rejection,
        string? expected,
        List<Event> outputs
    ) =>
        rejection is null
            ?
            [
                new("expected a rejection, and there was none"),
                .. outputs.Select(output => new TestFailure("this came", Actual: output.ToJson())),
            ]
        : expected is null ? [new($"rejected by {rejection.Component}: {rejection.Reason}")]
        : rejection.Reason.Contains(expected, StringComparison.Ordinal) ? []
        :
        [
            new(
                $"expected a rejection with \"{expected}\", and it was rejected by {rejection.Component}: {rejection.Reason}"
            ),
        ];

    private List<TestFailure> Compare(List<TestExpectation> expected, List<Event> outputs)
    {
        var failures = new List<TestFailure>();
        if (expected.Count != outputs.Count)
        {
            failures.Add(new($"expected {Count(expected.Count)}, and {Count(outputs.Count)} came"));
        }
        for (var i = 0; i < Math.Max(expected.Count, outputs.Count); i++)
        {
            var name = expected.Count == 1 && outputs.Count == 1 ? "the event" : $"event {i + 1}";
            if (i >= expected.Count)
            {
                failures.Add(new($"{name} was not expected", Actual: outputs[i].ToJson()));
            }
            else if (i >= outputs.Count)
            {
                failures.Add(new($"{name} did not come", expected[i].ExpectedBody ?? default));
            }
            else
            {
                Compare(name, expected[i], outputs[i], failures);
            }
        }
        return failures;
    }

    private void Compare(
        string name,
        TestExpectation expected,
        Event output,
        List<TestFailure> failures
    )
    {
        var body = output.ToJson();
        if (expected.ExpectedBody is { } json && !SortedJson.AreEqual(json, body))
        {
            failures.Add(new($"the body of {name} is another", json, body));
        }
        foreach (var (header, value) in expected.Headers)
        {
            var actual = output.KeptHeaders.GetValueOrDefault(header);
            if (actual != value)
            {
                failures.Add(
                    new(
                        actual is null
                            ? $"{name} has no header {header}"
                            : $"the header {header} of {name} is \"{actual}\", expected \"{value}\""
                    )
                );
            }
        }
        foreach (var (member, value) in expected.Metadata)
        {
            var isThere = output.Metadata.TryGetPropertyValue(member, out var actual);
            if (!isThere || !JsonNode.DeepEquals(value, actual))
            {
                failures.Add(
                    new(
                        $"metadata.{member} of {name} {(isThere ? "is another" : "is absent")}",
                        JsonText.Write(value),
                        isThere ? JsonText.Write(actual) : default
                    )
                );
            }
        }
        if (expected.Program?.Program is { } program && Fails(program, output) is { } reason)
        {
            failures.Add(new($"the condition of {name} {reason}", Actual: body));
        }
    }

    private string? Fails(VrlProgram condition, Event output)
    {
        if (!EventView.TryRead(output, withIdentity: true, out var view, out var error))
        {
            return $"cannot be asked: {error}";
        }
        var (root, metadata) = (view.Root, Value.From(new VrlObject(0)));
        var run = condition.Run(ref root, ref metadata, time: time);
        return run.Failure is { } failure ? $"failed: {failure.Message ?? "aborted"}"
            : run.Value is { IsBoolean: true, Boolean: true } ? null
            : $"gave {VrlJson.Write(run.Value)}";
    }

    private static string Count(int events) => $"{events} {(events == 1 ? "event" : "events")}";
}
