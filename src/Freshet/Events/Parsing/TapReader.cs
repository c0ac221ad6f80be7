using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Freshet.Events.Parsing;

/// <summary>
/// Reads the results of a test run, as the Test Anything Protocol has them (versions 13 and 14):
/// <code>
/// {"version": 14, "plan": {"start": 1, "end": 2},
///  "tests": [{"status": "ok", "number": 1, "description": "reads", "directive": null, "yaml_diagnostics": null},
///            {"status": "not_ok", "number": 2, "description": "writes", "directive": {"kind": "TODO", "reason": "later"}, "yaml_diagnostics": {"message": "…"}}]}
/// </code>
/// What is absent is null. A plan that skips all has a <c>reason</c>; a run that was given up has <c>bail_out</c>, the reason. A test with a subtest has <c>subtest</c>, of the
/// same shape. Tests without a number are counted. Comments, pragmas and lines that are no TAP are passed over, as the protocol asks.
/// </summary>
internal sealed partial class TapReader
{
    /// <summary>How deep subtests may nest.</summary>
    private const int MaxDepth = 16;

    private const string Indent = "    ";

    private readonly IReadOnlyList<string> lines;
    private readonly int firstLine;
    private readonly int depth;
    private readonly JsonArray tests = [];
    private JsonObject? plan;
    private JsonNode? version;
    private JsonNode? bailOut;
    private JsonObject? subtest;
    private EventFault? fault;

    private TapReader(IReadOnlyList<string> lines, int firstLine, int depth) =>
        (this.lines, this.firstLine, this.depth) = (lines, firstLine, depth);

    /// <summary>Reads all of it. A text with neither a plan nor a test is a fault: nothing ran, or it is no TAP.</summary>
    public static ParsedContent Read(string text)
    {
        var reader = new TapReader([.. text.Split('\n').Select(line => line.TrimEnd('\r'))], 1, 0);
        var document = reader.ReadDocument();
        if (reader.fault is null && reader.IsEmpty)
        {
            reader.Fail("expected TAP, found neither a plan nor a test", 0);
        }
        return reader.fault is { } wrong
            ? ParsedContent.Failed(wrong)
            : new([JsonText.Write(document)]);
    }

    private bool IsEmpty => plan is null && tests.Count == 0 && bailOut is null;

    private JsonObject ReadDocument()
    {
        for (var i = 0; i < lines.Count && fault is null; i++)
        {
            var line = lines[i];
            if (line.StartsWith(Indent, StringComparison.Ordinal))
            {
                i = ReadSubtest(i);
            }
            else if (DiagnosticsStart().Match(line) is { Success: true } start && tests.Count > 0)
            {
                i = ReadDiagnostics(i, start.Groups["indent"].Value);
            }
            else
            {
                ReadLine(line);
            }
        }
        var document = new JsonObject
        {
            ["version"] = version,
            ["plan"] = plan,
            ["tests"] = tests,
        };
        if (bailOut is not null)
        {
            document["bail_out"] = bailOut;
        }
        return document;
    }

    private void ReadLine(string line)
    {
        if (VersionLine().Match(line) is { Success: true } named)
        {
            version = int.TryParse(named.Groups["version"].ValueSpan, out var number)
                ? number
                : null;
        }
        else if (PlanLine().Match(line) is { Success: true } planned)
        {
            plan = Plan(planned);
        }
        else if (TestLine().Match(line) is { Success: true } test)
        {
            tests.Add(Test(test));
        }
        else if (BailOutLine().Match(line) is { Success: true } given)
        {
            bailOut = given.Groups["reason"].Value.Trim();
        }
    }

    private static JsonObject? Plan(Match match)
    {
        if (
            !long.TryParse(match.Groups["start"].ValueSpan, out var start)
            || !long.TryParse(match.Groups["end"].ValueSpan, out var end)
        )
        {
            return null;
        }
        var range = new JsonObject { ["start"] = start, ["end"] = end };
        if (match.Groups["reason"].Value.Trim() is { Length: > 0 } reason)
        {
            range["reason"] = reason;
        }
        return range;
    }

    private JsonObject Test(Match match)
    {
        var (description, directive) = Describe(match.Groups["rest"].Value);
        var test = new JsonObject
        {
            ["status"] = match.Groups["not"].Success ? "not_ok" : "ok",
            ["number"] = long.TryParse(match.Groups["number"].ValueSpan, out var number)
                ? number
                : tests.Count + 1,
            ["description"] = description,
            ["directive"] = directive,
            ["yaml_diagnostics"] = null,
        };
        if (subtest is not null)
        {
            test["subtest"] = subtest;
            subtest = null;
        }
        return test;
    }

    /// <summary>Takes a test's description and its directive apart; <c>\#</c> and <c>\\</c> are the characters themselves.</summary>
    private static (string Description, JsonObject? Directive) Describe(string rest)
    {
        var match = DirectivePart().Match(rest);
        var text = match.Success ? rest[..match.Index] : rest;
        text = Escaped().Replace(text, "${character}").Trim();
        if (text.StartsWith("- ", StringComparison.Ordinal) || text == "-")
        {
            text = text[1..].TrimStart();
        }
        return (
            text,
            match.Success
                ? new JsonObject
                {
                    ["kind"] = match.Groups["kind"].Value.ToUpperInvariant(),
                    ["reason"] = match.Groups["reason"].Value.Trim() is { Length: > 0 } reason
                        ? reason
                        : null,
                }
                : null
        );
    }

    /// <summary>Reads the YAML below a test, up to the line <c>...</c>; gives the index of that.</summary>
    private int ReadDiagnostics(int start, string indent)
    {
        var end = start + 1;
        while (end < lines.Count && lines[end].TrimEnd() != indent + "...")
        {
            end++;
        }
        if (end == lines.Count)
        {
            Fail("the YAML below a test begins here and never ends", start);
            return end;
        }
        var yaml = string.Join(
            '\n',
            lines
                .Skip(start + 1)
                .Take(end - start - 1)
                .Select(line =>
                    line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line
                )
        );
        var reading = MarkupReader.ReadYamlValue(yaml);
        if (reading.Fault is { } wrong)
        {
            Fail($"the YAML below a test: {wrong.Reason}", start);
        }
        else
        {
            tests[^1]!["yaml_diagnostics"] = JsonNode.Parse(
                reading.Json.Span,
                documentOptions: JsonText.DocumentOptions
            );
        }
        return end;
    }

    /// <summary>Reads the indented lines in front of the test that they belong to; gives the index of the last.</summary>
    private int ReadSubtest(int start)
    {
        if (depth == MaxDepth)
        {
            Fail($"subtests nest deeper than {MaxDepth}", start);
            return start;
        }
        var inner = lines
            .Skip(start)
            .TakeWhile(line =>
                line.StartsWith(Indent, StringComparison.Ordinal) || line.Trim().Length == 0
            )
            .Select(line => line.Length < Indent.Length ? "" : line[Indent.Length..])
            .ToList();
        var reader = new TapReader(inner, firstLine + start, depth + 1);
        var document = reader.ReadDocument();
        fault ??= reader.fault;
        // Else they were some other output, which happened to be indented.
        if (!reader.IsEmpty)
        {
            subtest = document;
        }
        return start + inner.Count - 1;
    }

    private void Fail(string reason, int index) =>
        fault ??= new EventFault($"{reason} (line {firstLine + index})");

    [GeneratedRegex(
        @"^TAP version (?<version>[0-9]+)\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex VersionLine();

    [GeneratedRegex(
        @"^(?<start>[0-9]+)\.\.(?<end>[0-9]+)(\s*#(\s*skip)?(?<reason>.*))?\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex PlanLine();

    [GeneratedRegex(
        @"^(?<not>not )?ok(\s+(?<number>[0-9]+))?(?<rest>(\s.*)?)$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex TestLine();

    [GeneratedRegex(
        @"^Bail out!(?<reason>.*)$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex BailOutLine();

    [GeneratedRegex(
        @"^(?<indent> {1,3})---\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex DiagnosticsStart();

    // Behind white space, so that a number sign with a backslash before it is none.
    [GeneratedRegex(
        @"(^|\s)#\s*(?<kind>skip|todo)\S*(\s+(?<reason>.*))?$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex DirectivePart();

    [GeneratedRegex(
        @"\\(?<character>[\\#])",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Escaped();
}
