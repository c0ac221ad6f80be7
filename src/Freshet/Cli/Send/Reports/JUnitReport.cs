using System.Globalization;
using System.Xml;

namespace Freshet.Cli.Send.Reports;

/// <summary>
/// Reads reports of JUnit's form, which has no standard: <c>testsuites</c>, <c>testsuite</c>, in which suites may nest, and <c>testcase</c>, with <c>failure</c>, <c>error</c> or
/// <c>skipped</c> in it. The test cases that are there count, whatever the numbers of a suite say; those numbers count where a suite lists none. Other elements, such as
/// <c>rerunFailure</c> of a test that passed in the end, are passed over. A document type, and with it every entity of its own, is refused.
/// </summary>
internal sealed class JUnitReport
{
    private const int MaxDepth = 64;

    private readonly XmlReader reader;
    private readonly TestResults results = new();
    private readonly Stack<Suite> suites = new();
    private Case? current;
    private bool isInFailure;

    private JUnitReport(XmlReader reader) => this.reader = reader;

    /// <summary>Reads a report.</summary>
    /// <param name="content">The document.</param>
    /// <param name="fault">What is wrong with it; null where nothing is.</param>
    /// <returns>The results; null where it is wrong, or some other document.</returns>
    public static TestResults? Read(Stream content, out string? fault)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            // Many reports have raw control characters of what tests print.
            CheckCharacters = false,
        };
        fault = null;
        try
        {
            using var document = XmlReader.Create(content, settings);
            return new JUnitReport(document).Read(out fault);
        }
        catch (XmlException wrong)
        {
            fault = wrong.Message;
        }
        catch (ArgumentException wrong)
        {
            // An encoding that the document claims and nobody knows.
            fault = wrong.Message;
        }
        return null;
    }

    private TestResults? Read(out string? fault)
    {
        fault = null;
        if (
            reader.MoveToContent() != XmlNodeType.Element
            || reader.LocalName is not ("testsuites" or "testsuite")
        )
        {
            return null;
        }
        do
        {
            if (reader.Depth > MaxDepth)
            {
                fault = $"elements nest deeper than {MaxDepth}";
                return null;
            }
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var (name, isEmpty) = (reader.LocalName, reader.IsEmptyElement);
                    Begin(name);
                    if (isEmpty)
                    {
                        End(name);
                    }
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when isInFailure && current is not null:
                    current.Message ??= FailedTest.ShortLine(reader.Value, int.MaxValue);
                    break;
                case XmlNodeType.EndElement:
                    End(reader.LocalName);
                    break;
            }
        } while (reader.Read());
        return results;
    }

    private void Begin(string element)
    {
        switch (element)
        {
            case "testsuite":
                foreach (var outer in suites)
                {
                    outer.HasSuites = true;
                }
                suites.Push(new(reader));
                break;
            case "testcase":
                var (name, group) = (reader["name"] ?? "", reader["classname"]);
                current = new(string.IsNullOrEmpty(group) ? name : $"{group}.{name}")
                {
                    Duration = SecondsOf(reader["time"]),
                    // As googletest says of tests that are switched off.
                    IsSkipped = reader["status"] is "notrun" or "disabled" or "skipped",
                };
                break;
            case "failure" or "error":
                // Beside all tests, it is the suite that broke.
                current ??= new(suites.TryPeek(out var suite) ? suite.Name : "")
                {
                    IsOfSuite = true,
                };
                isInFailure = true;
                current.HasFailed |= element == "failure";
                current.HasBroken |= element == "error";
                current.Message ??= FailedTest.ShortLine(
                    reader["message"] ?? reader["type"],
                    int.MaxValue
                );
                break;
            case "skipped" when current is not null:
                current.IsSkipped = true;
                break;
        }
    }

    private void End(string element)
    {
        switch (element)
        {
            case "failure" or "error":
                isInFailure = false;
                if (current is { IsOfSuite: true })
                {
                    Count(current);
                    current = null;
                }
                break;
            case "testcase" when current is not null:
                Count(current);
                current = null;
                break;
            case "testsuite" when suites.TryPop(out var suite):
                var known = suite.ToResult();
                if (known.Tests > 0)
                {
                    results.Add(known);
                }
                if (suites.Count == 0)
                {
                    results.Add(suite.Duration ?? suite.OfCases);
                }
                else
                {
                    var outer = suites.Peek();
                    outer.OfCases = Sum(outer.OfCases, suite.Duration ?? suite.OfCases);
                }
                break;
        }
    }

    private void Count(Case test)
    {
        // Some writers have test cases in testsuites itself.
        var isLone = !suites.TryPeek(out var suite);
        suite ??= new(reader: null);
        suite.Tests++;
        suite.OfCases = Sum(suite.OfCases, test.Duration);
        if (test.HasBroken)
        {
            suite.Errors++;
        }
        else if (test.HasFailed)
        {
            suite.Failed++;
        }
        else if (test.IsSkipped)
        {
            suite.Skipped++;
        }
        if (test.HasBroken || test.HasFailed)
        {
            results.Add(FailedTest.Of(suite.Name, test.Name, test.HasBroken, test.Message));
        }
        if (isLone)
        {
            results.Add(suite.ToResult());
            results.Add(test.Duration);
        }
    }

    private static TimeSpan? Sum(TimeSpan? one, TimeSpan? other) =>
        one is null ? other
        : other is null ? one
        : one + other;

    /// <summary>A time in seconds; with commas where a writer groups thousands.</summary>
    private static TimeSpan? SecondsOf(string? text) =>
        double.TryParse(
            text,
            NumberStyles.AllowDecimalPoint
                | NumberStyles.AllowThousands
                | NumberStyles.AllowExponent
                | NumberStyles.AllowLeadingWhite
                | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var seconds
        ) && seconds is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private sealed class Suite
    {
        private readonly int givenTests;
        private readonly int givenFailed;
        private readonly int givenErrors;
        private readonly int givenSkipped;

        /// <param name="reader">Stands on the element; null where there is none.</param>
        public Suite(XmlReader? reader)
        {
            Name = FailedTest.ShortLine(reader?["name"], 300) ?? "";
            Duration = SecondsOf(reader?["time"]);
            givenTests = NumberOf(reader?["tests"]);
            givenFailed = NumberOf(reader?["failures"]);
            givenErrors = NumberOf(reader?["errors"]);
            givenSkipped = NumberOf(reader?["skipped"] ?? reader?["disabled"]);
        }

        public string Name { get; }

        /// <summary>How long it took, by its own word.</summary>
        public TimeSpan? Duration { get; }

        /// <summary>How long what is in it took.</summary>
        public TimeSpan? OfCases { get; set; }

        public int Tests { get; set; }

        public int Failed { get; set; }

        public int Errors { get; set; }

        public int Skipped { get; set; }

        public bool HasSuites { get; set; }

        public SuiteResult ToResult() =>
            Tests > 0 || HasSuites
                ? new(Name, Tests, Failed, Errors, Skipped)
                : new(Name, givenTests, givenFailed, givenErrors, givenSkipped);

        private static int NumberOf(string? text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? Math.Min(number, 10_000_000)
                : 0;
    }

    private sealed class Case(string name)
    {
        public string Name => name;

        public TimeSpan? Duration { get; init; }

        /// <summary>Whether it stands for a suite that broke.</summary>
        public bool IsOfSuite { get; init; }

        public bool HasFailed { get; set; }

        public bool HasBroken { get; set; }

        public bool IsSkipped { get; set; }

        public string? Message { get; set; }
    }
}
