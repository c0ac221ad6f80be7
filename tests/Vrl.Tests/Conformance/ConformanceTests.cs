using System.Text;
using System.Text.Json;
using Freshet.Vrl;
using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Conformance;

/// <summary>What programs do in the reference, a line of <c>tests/data/vrl/cases</c> each: what is wrong with them, or what they give.</summary>
public sealed class ConformanceTests
{
    private static readonly Dictionary<string, Case> cases = Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "data", "vrl", "cases"), "*.jsonl")
        .SelectMany(Read)
        .ToDictionary(@case => @case.Id, StringComparer.Ordinal);

    public static TheoryData<string> Ids { get; } = [.. cases.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_program_does_as_in_the_reference(string id)
    {
        var @case = cases[id];
        var compiled = VrlCompiler.Compile(
            @case.Source,
            new CompileOptions { EnableAllFunctions = true, ReadOnlyPaths = @case.ReadOnlyPaths }
        );

        Codes(compiled.Errors).ShouldBe(@case.Errors, Describe(compiled.Errors));
        if (compiled.Program is null)
        {
            return;
        }
        Codes(compiled.Warnings).ShouldBe(@case.Warnings, Describe(compiled.Warnings));

        var @event = Parse(@case.Event);
        var metadata = Value.From(new VrlObject());
        var run = compiled.Program.Run(ref @event, ref metadata);
        if (@case.Fails)
        {
            run.Failure.ShouldNotBeNull();
            run.Failure.Message.ShouldBe(@case.Failure);
        }
        else
        {
            run.Failure?.Message.ShouldBeNull();
            run.IsSuccess.ShouldBeTrue();
            if (@case.Result is { } result)
            {
                VrlJson.Write(run.Value).ShouldBe(VrlJson.Write(Parse(result)));
            }
        }
    }

    private static IEnumerable<int> Codes(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Select(diagnostic => diagnostic.Code);

    private static string Describe(IEnumerable<Diagnostic> diagnostics) =>
        string.Join("; ", diagnostics.Select(one => $"E{one.Code} {one.Message}"));

    private static IEnumerable<Case> Read(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            using var document = JsonDocument.Parse(line);
            yield return Case.Read(Path.GetFileNameWithoutExtension(file), document.RootElement);
        }
    }

    private static Value Parse(string json)
    {
        VrlJson
            .TryParse(Encoding.UTF8.GetBytes(json), out var value, out var error)
            .ShouldBeTrue(error);
        return value;
    }

    /// <param name="Id">Its file and name.</param>
    /// <param name="Source">The program.</param>
    /// <param name="Event">The event that it runs on, as JSON.</param>
    /// <param name="ReadOnlyPaths">What it may not change.</param>
    /// <param name="Errors">The codes of what is wrong with it.</param>
    /// <param name="Warnings">The codes of what is odd.</param>
    /// <param name="Result">What it gives, as JSON; null where that does not matter.</param>
    /// <param name="Fails">Whether the run fails.</param>
    /// <param name="Failure">The message that it fails with.</param>
    private sealed record Case(
        string Id,
        string Source,
        string Event,
        string[] ReadOnlyPaths,
        int[] Errors,
        int[] Warnings,
        string? Result,
        bool Fails,
        string? Failure
    )
    {
        public static Case Read(string file, JsonElement line) =>
            new(
                $"{file}/{line.GetProperty("id").GetString()}",
                line.GetProperty("source").GetString()!,
                Text(line, "event") ?? "{}",
                Strings(line, "read_only"),
                Codes(line, "errors"),
                Codes(line, "warnings"),
                Text(line, "result"),
                line.TryGetProperty("runtime_error", out var failure),
                failure.ValueKind == JsonValueKind.String ? failure.GetString() : null
            );

        private static string? Text(JsonElement line, string name) =>
            line.TryGetProperty(name, out var value) ? value.GetRawText() : null;

        private static string[] Strings(JsonElement line, string name) =>
            line.TryGetProperty(name, out var texts)
                ? [.. texts.EnumerateArray().Select(text => text.GetString()!)]
                : [];

        private static int[] Codes(JsonElement line, string name) =>
            line.TryGetProperty(name, out var codes)
                ? [.. codes.EnumerateArray().Select(code => code.GetInt32())]
                : [];
    }
}
