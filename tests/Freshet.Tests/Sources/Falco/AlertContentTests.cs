using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Sources.Falco;
using Freshet.Tests.Events;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Falco;

public sealed class AlertContentTests
{
    private const string Whole = """
        {"time":"2025-11-21T10:15:42.987654321Z","rule":"r","priority":"Notice","output":"o","output_fields":{}}
        """;

    private static readonly string[] Optional =
    [
        "source",
        "hostname",
        "tags",
        "container_id",
        "user_identity",
    ];

    /// <summary>What is expected of each alert: severity, container and identity.</summary>
    public static TheoryData<string, string, string?, string?> Alerts =>
        new()
        {
            { "syscall", "low", "3ad7b26ded6d", """{"user_name":"root"}""" },
            { "syscall_host", "medium", null, null },
            {
                "aws_cloudtrail",
                "critical",
                null,
                """{"type":"IAMUser","user_name":"john.doe","arn":"arn:aws:iam::123456789012:user/john.doe","account_id":"123456789012","principal_id":"AIDAEXAMPLEEXAMPLE123"}"""
            },
            {
                "k8s_audit",
                "medium",
                null,
                """{"user_name":"system:serviceaccount:ci:deployer"}"""
            },
            { "gcpaudit", "critical", null, """{"user_name":"ada@example.com"}""" },
            { "azure_activity", "high", null, """{"user_name":"ada@example.com"}""" },
            {
                "okta",
                "low",
                null,
                """{"type":"User","user_name":"ada@example.com","principal_id":"00u1exampleACTOR0h7"}"""
            },
            { "github", "critical", null, """{"user_name":"ada"}""" },
        };

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Alert_of_each_of_Falcos_sources_becomes_an_event(
        string name,
        string severity,
        string? containerId,
        string? identity
    )
    {
        var text = File.ReadAllText(
            Path.Combine(Repository.Root, "tests", "data", "falco", $"{name}.json")
        );
        var alert = JsonNode.Parse(text)!;

        var encoded = Recognise(Taken(text));

        encoded.Format.ShouldBe(EventFormat.Envelope);
        encoded.Type.ShouldBe("falco");
        encoded.Source.ShouldBe($"falco/{alert["hostname"]}");
        encoded.Timestamp.ShouldBe(DateTimeOffset.Parse((string)alert["time"]!));
        Guid.Parse(encoded.Id).Version.ShouldBe(8);
        var json = JsonNode.Parse(encoded.Json.Span)!;
        json["timestamp"]!.ToJsonString().ShouldBe(alert["time"]!.ToJsonString());
        var data = json["data"]!;
        ((string)data["severity"]!).ShouldBe(severity);
        foreach (
            var same in (string[])
                ["priority", "rule", "output", "source", "hostname", "tags", "time"]
        )
        {
            data[same]!.ToJsonString().ShouldBe(alert[same]!.ToJsonString());
        }
        ((string?)data["container_id"]).ShouldBe(containerId);
        data["user_identity"]?.ToJsonString().ShouldBe(identity);
        (identity is null).ShouldBe(data["user_identity"] is null);
        RawFields(encoded.Json, "data", "fields")
            .ShouldBe(RawFields(JsonText.Read(Encoding.UTF8.GetBytes(text)).Json, "output_fields"));
    }

    [Fact]
    public void Any_output_fields_survive_byte_for_byte() =>
        Prop.ForAll(
                JsonTexts.Value().ListOf(5).Select(AsObject).ToArbitrary(),
                fields =>
                {
                    var written = JsonText.Read(Encoding.UTF8.GetBytes(fields)).Json;
                    var taken = Taken(Whole.Replace("{}", fields, StringComparison.Ordinal));
                    RawFields(taken, "data", "fields")
                        .ShouldBe(Encoding.UTF8.GetString(written.Span));
                    Recognise(taken).Type.ShouldBe("falco");
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_comes_is_an_event_or_refused_with_a_reason() =>
        Prop.ForAll(
                NearlyAlert().ToArbitrary(),
                body =>
                {
                    var content = AlertContent.Read(body, null);
                    if (content.Fault is null)
                    {
                        Recognise(content.Events.ShouldHaveSingleItem()).Type.ShouldBe("falco");
                    }
                    else
                    {
                        content.Events.ShouldBeEmpty();
                        content.Fault.ShouldNotBeEmpty();
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Emergency", "critical")]
    [InlineData("Alert", "critical")]
    [InlineData("Critical", "critical")]
    [InlineData("Error", "high")]
    [InlineData("Warning", "medium")]
    [InlineData("Notice", "low")]
    [InlineData("Informational", "low")]
    [InlineData("Info", "low")]
    [InlineData("Debug", "low")]
    [InlineData("CRITICAL", "critical")]
    [InlineData("warning", "medium")]
    public void Severity_follows_from_the_priority_in_any_case(string priority, string severity) =>
        (
            (string)
                JsonNode.Parse(Taken(With("priority", $"\"{priority}\"")).Span)!["data"]![
                    "severity"
                ]!
        ).ShouldBe(severity);

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_path()
    {
        var fault = Refused(
            """{"time":"yesterday","priority":"Loud","output":7,"source":1,"hostname":[],"tags":["a",{}],"output_fields":"x"}"""
        );

        fault
            .Split("; ")
            .Select(reason => reason.Split(": ")[0])
            .ShouldBe(
                [
                    "time",
                    "rule",
                    "priority",
                    "output",
                    "source",
                    "hostname",
                    "tags[1]",
                    "output_fields",
                ],
                ignoreOrder: true
            );
        fault.ShouldContain("rule: expected a string that is not empty, found nothing");
        fault.ShouldContain("Emergency, Alert, Critical");
        fault.ShouldNotContain("Loud");
    }

    [Theory]
    [InlineData("", "found nothing")]
    [InlineData("{\"time\":", "not valid JSON")]
    [InlineData("[]", "expected an alert of Falco, which is an object, found an array")]
    [InlineData("10:15:42.98: Notice A shell", "not valid JSON")]
    public void What_is_no_alert_is_refused(string body, string reason) =>
        Refused(body).ShouldContain(reason);

    [Theory]
    [InlineData("rule", "\"\"", "rule: expected a string that is not empty, found an empty one")]
    [InlineData("time", "17", "time: expected an RFC 3339 time")]
    [InlineData("output", null, "json_include_output_property")]
    [InlineData("output_fields", null, "json_include_output_fields_property")]
    public void Member_that_is_wrong_or_missing_is_named(
        string name,
        string? json,
        string reason
    ) => Refused(With(name, json)).ShouldContain(reason);

    [Fact]
    public void Hostname_that_no_system_has_is_refused() =>
        Refused(With("hostname", $"\"{new string('h', 1001)}\""))
            .ShouldBe("hostname: expected at most 1000 characters, found 1001");

    [Fact]
    public void What_the_event_could_not_nest_is_refused()
    {
        static string Nested(int depth) =>
            $"{{\"a\":{new string('[', depth)}{new string(']', depth)}}}";

        Recognise(Taken(With("output_fields", Nested(125)))).Type.ShouldBe("falco");
        Refused(With("output_fields", Nested(126))).ShouldBe("nested deeper than 127");
    }

    [Fact]
    public void What_an_alert_does_not_say_its_event_does_not_have()
    {
        var json = JsonNode.Parse(Taken(Whole).Span)!;

        ((string)json["source"]!).ShouldBe("falco");
        json["data"]!
            .AsObject()
            .Select(member => member.Key)
            .ShouldNotContain(key => Optional.Contains(key));
    }

    [Fact]
    public void Output_fields_that_are_null_are_none() =>
        RawFields(Taken(With("output_fields", "null")), "data", "fields").ShouldBe("{}");

    [Theory]
    [InlineData("\"host\"")]
    [InlineData("\"<NA>\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("7")]
    public void What_is_no_container_has_no_id(string id) =>
        JsonNode.Parse(Taken(With("output_fields", $"{{\"container.id\":{id}}}")).Span)!["data"]!
            .AsObject()
            .ContainsKey("container_id")
            .ShouldBeFalse();

    [Fact]
    public void Id_follows_from_the_alert_alone()
    {
        IdOf(Whole).ShouldBe(IdOf(" " + Whole));
        IdOf(Whole).ShouldNotBe(IdOf(With("output", "\"p\"")));

        static string IdOf(string alert) => (string)JsonNode.Parse(Taken(alert).Span)!["id"]!;
    }

    [Fact]
    public void Source_that_is_configured_is_the_events() =>
        (
            (string)
                JsonNode.Parse(
                    AlertContent.Read(Encoding.UTF8.GetBytes(Whole), "eu/falco").Events[0].Span
                )!["source"]!
        ).ShouldBe("eu/falco");

    private static ReadOnlyMemory<byte> Taken(string alert)
    {
        var content = AlertContent.Read(Encoding.UTF8.GetBytes(alert), null);
        content.Fault.ShouldBeNull();
        return content.Events.ShouldHaveSingleItem();
    }

    private static string Refused(string body)
    {
        var content = AlertContent.Read(Encoding.UTF8.GetBytes(body), null);
        content.Events.ShouldBeEmpty();
        return content.Fault.ShouldNotBeNull();
    }

    /// <summary>The whole alert with a member set, or without it.</summary>
    private static string With(string name, string? json)
    {
        var members = JsonNode
            .Parse(Whole)!
            .AsObject()
            .Where(member => member.Key != name)
            .Select(member => $"\"{member.Key}\":{member.Value!.ToJsonString()}");
        return $"{{{string.Join(',', json is null ? members : members.Append($"\"{name}\":{json}"))}}}";
    }

    private static EncodedEvent Recognise(ReadOnlyMemory<byte> json)
    {
        // As it goes to the journal: JSON that is checked already.
        JsonText.Read(json).Fault.ShouldBeNull();
        var recognition = new EventRecogniser(new ManualTime()).Recognise(new Event(json));
        recognition.Fault.ShouldBeNull();
        return recognition.Event.ShouldNotBeNull();
    }

    private static string RawFields(ReadOnlyMemory<byte> json, params string[] path)
    {
        using var document = JsonDocument.Parse(json, JsonText.DocumentOptions);
        return path.Aggregate(document.RootElement, (value, name) => value.GetProperty(name))
            .GetRawText();
    }

    /// <summary>The whole alert with one of its members replaced by any JSON, and sometimes damaged.</summary>
    private static Gen<byte[]> NearlyAlert()
    {
        string[] names =
        [
            "time",
            "rule",
            "priority",
            "output",
            "output_fields",
            "source",
            "hostname",
            "tags",
        ];
        var alert =
            from name in Gen.Elements(names)
            from value in JsonTexts.Value()
            select With(name, value);
        return Gen.OneOf(
            alert.Select(Encoding.UTF8.GetBytes),
            JsonTexts.Damaged(alert),
            JsonTexts.Value().Select(Encoding.UTF8.GetBytes)
        );
    }

    private static string AsObject(IEnumerable<string> values) =>
        $"{{{string.Join(", ", values.Select((value, i) => $"\"f.{i}[x]\" : {value}"))}}}";
}
