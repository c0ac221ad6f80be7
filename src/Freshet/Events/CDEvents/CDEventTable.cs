using static Freshet.Events.CDEvents.CDEventForms;
using static Freshet.Events.CDEvents.SpecVersion;

namespace Freshet.Events.CDEvents;

/// <summary>The types of the specification, releases 0.3.0, 0.4.1 and 0.5.1, and what their content holds.</summary>
internal static class CDEventTable
{
    private static readonly TextRule PurlText = new(TextFormat.Purl);
    private static readonly TextRule Uri = new(TextFormat.Uri);
    private static readonly ListRule Texts = new(Text);
    private static readonly TextRule Outcome = Enum("success", "failure", "cancel", "error");
    private static readonly TextRule Verdict = Enum("pass", "fail", "cancel", "error");
    private static readonly TextRule Severity = Enum("low", "medium", "high", "critical");
    private static readonly TextRule OutputType = Enum("report", "video", "image", "log", "other");

    // Other words than these are as good.
    private static readonly TextRule TicketType = new(
        values: ["bug", "enhancement", "incident", "task", "question"],
        isOpen: true
    );
    private static readonly TextRule Priority = new(
        values: ["low", "medium", "high"],
        isOpen: true
    );
    private static readonly TextRule Resolution = new(
        values: ["completed", "withdrawn", "duplicate"],
        isOpen: true,
        isFilled: true
    );

    // Another subject: a thing is told with its source, and what runs too, but loosely.
    private static readonly ObjectRule Thing = new(
        Must("id", FilledText),
        May("source", Reference)
    );
    private static readonly ObjectRule Run = new(Must("id", FilledText), May("source", Text));
    private static readonly ObjectRule Sbom = new(Must("uri", Reference));
    private static readonly ObjectRule Trigger = new(
        May("type", Enum("manual", "pipeline", "event", "schedule", "other")),
        May("uri", Uri)
    );
    private static readonly ObjectRule TestSuite = new(
        Must("id", FilledText),
        May("version", Text),
        May("name", Text),
        May("uri", Uri)
    );
    private static readonly ObjectRule TestSuiteWithUrl = new(
        Must("id", FilledText),
        May("version", Text),
        May("name", Text),
        May("url", Uri)
    );
    private static readonly ObjectRule TestCase = new(
        Must("id", FilledText),
        May("version", Text),
        May("name", Text),
        May(
            "type",
            Enum(
                "performance",
                "functional",
                "unit",
                "security",
                "compliance",
                "integration",
                "e2e",
                "other"
            )
        ),
        May("uri", Uri)
    );

    /// <summary>All types, by subject and predicate; each has its versions in the order of the releases.</summary>
    public static IReadOnlyList<CDEventType> Types { get; } = [.. Rows().SelectMany(TypesOf)];

    /// <summary>Subject and predicate, the subject's type, the type's version in each release (null where that has none), the content's fields.</summary>
    // csharpier-ignore
    private static Row[] Rows() =>
    [
        new("artifact.deleted", "artifact", null, "0.1.0", "0.2.0", May("user", FilledText)),
        new("artifact.downloaded", "artifact", null, "0.1.0", "0.2.0", May("user", FilledText)),
        new("artifact.packaged", "artifact", "0.1.1", "0.2.0", "0.3.0", Must("change", Thing), May("sbom", Sbom, from: V041)),
        new("artifact.published", "artifact", "0.1.1", "0.2.0", "0.3.0", May("sbom", Sbom, from: V041),
            May("user", FilledText, from: V041)),
        new("artifact.signed", "artifact", "0.1.0", "0.2.0", "0.3.0", Must("signature", FilledText)),
        new("branch.created", "branch", "0.1.2", "0.2.0", "0.3.0", May("repository", Thing)),
        new("branch.deleted", "branch", "0.1.2", "0.2.0", "0.3.0", May("repository", Thing)),
        new("build.finished", "build", "0.1.1", "0.2.0", "0.3.0", May("artifactId", PurlText)),
        new("build.queued", "build", "0.1.1", "0.2.0", "0.3.0"),
        new("build.started", "build", "0.1.1", "0.2.0", "0.3.0"),
        new("change.abandoned", "change", "0.1.2", "0.2.0", "0.3.0", May("repository", Thing)),
        new("change.created", "change", "0.1.2", "0.3.0", "0.4.0", May("repository", Thing), May("description", FilledText, from: V041)),
        new("change.merged", "change", "0.1.2", "0.2.0", "0.3.0", May("repository", Thing)),
        new("change.reviewed", "change", "0.1.2", "0.2.0", "0.3.0", May("repository", Thing)),
        new("change.updated", "change", "0.1.2", "0.2.0", "0.3.0", May("repository", Thing)),
        new("environment.created", "environment", "0.1.1", "0.2.0", "0.3.0", May("name", Text), May("url", Text, to: V041),
            May("uri", Uri, from: V051)),
        new("environment.deleted", "environment", "0.1.1", "0.2.0", "0.3.0", May("name", Text)),
        new("environment.modified", "environment", "0.1.1", "0.2.0", "0.3.0", May("name", Text), May("url", Text, to: V041),
            May("uri", Uri, from: V051)),
        new("incident.detected", "incident", "0.1.0", "0.2.0", "0.3.0", May("description", Text), Must("environment", Thing),
            May("service", Thing), May("artifactId", Purl)),
        new("incident.reported", "incident", "0.1.0", "0.2.0", "0.3.0", May("description", Text), Must("environment", Thing),
            Must("ticketURI", FilledUri), May("service", Thing), May("artifactId", Purl)),
        new("incident.resolved", "incident", "0.1.0", "0.2.0", "0.3.0", May("description", Text), Must("environment", Thing),
            May("service", Thing), May("artifactId", Purl)),
        new("pipelinerun.finished", "pipelineRun", "0.1.1", "0.2.0", "0.3.0", May("pipelineName", Text), May("url", Text, to: V041),
            May("outcome", Text, to: V041), May("errors", Text), May("uri", Uri, from: V051), May("outcome", Outcome, from: V051)),
        new("pipelinerun.queued", "pipelineRun", "0.1.1", "0.2.0", "0.3.0", May("pipelineName", Text), May("url", Text, to: V041),
            May("uri", Uri, from: V051)),
        new("pipelinerun.started", "pipelineRun", "0.1.1", "0.2.0", "0.3.0", Must("pipelineName", Text), Must("url", Text, to: V041),
            Must("uri", Uri, from: V051)),
        new("repository.created", "repository", "0.1.1", "0.2.0", "0.3.0", Must("name", FilledText), May("owner", Text),
            Must("url", FilledText, to: V041), May("viewUrl", Text, to: V041), Must("uri", Uri, from: V051),
            May("viewUrl", Uri, from: V051)),
        new("repository.deleted", "repository", "0.1.1", "0.2.0", "0.3.0", May("name", Text), May("owner", Text),
            May("url", Text, to: V041), May("viewUrl", Text, to: V041), May("uri", Uri, from: V051), May("viewUrl", Uri, from: V051)),
        new("repository.modified", "repository", "0.1.1", "0.2.0", "0.3.0", May("name", Text), May("owner", Text),
            May("url", Text, to: V041), May("viewUrl", Text, to: V041), May("uri", Uri, from: V051), May("viewUrl", Uri, from: V051)),
        new("service.deployed", "service", "0.1.1", "0.2.0", "0.3.0", Must("environment", Thing), Must("artifactId", Purl)),
        new("service.published", "service", "0.1.1", "0.2.0", "0.3.0", May("environment", Thing)),
        new("service.removed", "service", "0.1.1", "0.2.0", "0.3.0", May("environment", Thing)),
        new("service.rolledback", "service", "0.1.1", "0.2.0", "0.3.0", Must("environment", Thing), Must("artifactId", Purl)),
        new("service.upgraded", "service", "0.1.1", "0.2.0", "0.3.0", Must("environment", Thing), Must("artifactId", Purl)),
        new("taskrun.finished", "taskRun", "0.1.1", "0.2.0", "0.3.0", May("taskName", Text), May("url", Text, to: V041),
            May("pipelineRun", Thing), May("outcome", Text), May("errors", Text), May("uri", Uri, from: V051)),
        new("taskrun.started", "taskRun", "0.1.1", "0.2.0", "0.3.0", May("taskName", Text), May("url", Text, to: V041),
            May("pipelineRun", Thing), May("uri", Uri, from: V051)),
        new("testcaserun.finished", "testCaseRun", "0.1.0", "0.2.0", "0.3.0", Must("outcome", Verdict, to: V041),
            May("severity", Severity), May("reason", Text), Must("environment", Thing), May("testSuiteRun", Run),
            May("testCase", TestCase), Must("outcome", Outcome, from: V051)),
        new("testcaserun.queued", "testCaseRun", "0.1.0", "0.2.0", "0.3.0", May("trigger", Trigger), Must("environment", Thing),
            May("testSuiteRun", Run), May("testCase", TestCase)),
        new("testcaserun.skipped", "testCaseRun", null, "0.1.0", "0.2.0", May("reason", Text), May("environment", Thing),
            May("testSuiteRun", Run), May("testCase", TestCase)),
        new("testcaserun.started", "testCaseRun", "0.1.0", "0.2.0", "0.3.0", May("trigger", Trigger), Must("environment", Thing),
            May("testSuiteRun", Run), May("testCase", TestCase)),
        new("testoutput.published", "testOutput", "0.1.0", "0.2.0", "0.3.0", Must("outputType", OutputType), Must("format", Text),
            May("uri", Uri), May("testCaseRun", Run)),
        new("testsuiterun.finished", "testSuiteRun", "0.1.0", "0.2.0", "0.3.0", Must("environment", Thing), May("testSuite", TestSuite),
            Must("outcome", Verdict, to: V041), May("severity", Severity), May("reason", Text), Must("outcome", Outcome, from: V051)),
        new("testsuiterun.queued", "testSuiteRun", "0.1.0", "0.2.0", "0.3.0", May("trigger", Trigger), Must("environment", Thing),
            May("testSuite", TestSuiteWithUrl, to: V041), May("testSuite", TestSuite, from: V051)),
        new("testsuiterun.started", "testSuiteRun", "0.1.0", "0.2.0", "0.3.0", May("trigger", Trigger), Must("environment", Thing),
            May("testSuite", TestSuite)),
        new("ticket.closed", "ticket", null, "0.1.0", "0.2.0", May("summary", Text), May("ticketType", TicketType), May("group", Text),
            May("creator", FilledText), May("assignees", Texts), May("priority", Priority), May("labels", Texts), May("milestone", Text),
            Must("uri", Reference), Must("resolution", Resolution), May("updatedBy", Text)),
        new("ticket.created", "ticket", null, "0.1.0", "0.2.0", Must("summary", Text), May("ticketType", TicketType), May("group", Text),
            Must("creator", FilledText), May("assignees", Texts), May("priority", Priority), May("labels", Texts), May("milestone", Text),
            Must("uri", Reference)),
        new("ticket.updated", "ticket", null, "0.1.0", "0.2.0", May("summary", Text), May("ticketType", TicketType), May("group", Text),
            May("creator", FilledText), May("assignees", Texts), May("priority", Priority), May("labels", Texts), May("milestone", Text),
            May("updatedBy", Text), Must("uri", Reference)),
    ];

    private static Field Must(
        string name,
        Rule rule,
        SpecVersion from = V030,
        SpecVersion to = V051
    ) => new(name, rule, IsRequired: true, from, to);

    private static Field May(
        string name,
        Rule rule,
        SpecVersion from = V030,
        SpecVersion to = V051
    ) => new(name, rule, IsRequired: false, from, to);

    private static TextRule Enum(params string[] values) => new(values: values);

    private static IEnumerable<CDEventType> TypesOf(Row row)
    {
        string?[] versions = [row.V030, row.V041, row.V051];
        for (var release = V030; release <= V051; release++)
        {
            if (versions[(int)release] is { } version)
            {
                var form = Of(release, row.Name, row.SubjectType, row.Content);
                yield return new(row.Name, version, release, form);
            }
        }
    }

    private sealed record Row(
        string Name,
        string SubjectType,
        string? V030,
        string? V041,
        string? V051,
        params Field[] Content
    );
}
