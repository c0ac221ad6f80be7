using System.Net;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Webhooks;

/// <summary>CDEvents, right and wrong ones, bare and in CloudEvents.</summary>
public sealed class CDEventTests
{
    private const string Right = """
        {"context":{"version":"0.4.1","id":"d-1","source":"/ci","type":"dev.cdevents.build.started.0.2.0","timestamp":"2026-01-02T03:04:05Z"},"subject":{"id":"build/1","type":"build","content":{}}}
        """;
    private const string Wrong = """
        {"context":{"version":"0.4.1","id":"d-2","source":"/ci","type":"dev.cdevents.build.started.0.2.0","timestamp":"2026-01-02T03:04:05Z"},"subject":{"id":7,"type":"build","extra":1}}
        """;

    [Fact]
    public async Task By_default_a_wrong_CDEvent_passes_and_the_log_says_what_is_wrong()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        (await server.PostAsync(Wrong)).Ids.ShouldBe(["d-2"]);

        (await client.NextAsync()).Data.ShouldBe(Wrong);
        await server.Log.Shows("Warning", "hook: d-2", "subject.id: expected", "subject.extra: ");
    }

    [Fact]
    public async Task Where_it_must_be_right_the_answer_is_400_with_each_problem_and_its_path()
    {
        await using var server = await StartAsync("require");

        var answer = await server.PostAsync(Wrong);

        answer.Problem(HttpStatusCode.BadRequest).ShouldContain("subject.id: expected");
        var errors = answer.Json["errors"]!.AsArray();
        errors
            .Select(error => (string)error!["path"]!)
            .ShouldBe(["subject.id", "subject.extra", "subject.content"], ignoreOrder: true);
        errors[0]!
            .ToJsonString()
            .ShouldBe(
                """{"path":"subject.id","message":"expected a string that is not empty, found a number"}"""
            );
        (await server.PostAsync(Right)).Status.ShouldBe(HttpStatusCode.Created);
        (await server.PostAsync("""{"hello":"world"}""")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Of_several_the_wrong_one_is_named()
    {
        await using var server = await StartAsync("require");

        var answer = await server.PostAsync($"{Right}\n{Wrong}", mediaType: "application/x-ndjson");

        answer.Problem(HttpStatusCode.BadRequest).ShouldStartWith("event 2: ");
        answer.Json["index"]!.GetValue<int>().ShouldBe(1);
        answer.Json["errors"]!.AsArray().Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("require", "off", HttpStatusCode.Created)]
    [InlineData("off", "require", HttpStatusCode.BadRequest)]
    public async Task What_a_source_says_goes_before_what_holds_for_all(
        string all,
        string source,
        HttpStatusCode status
    )
    {
        await using var server = await FreshetServer.StartAsync(
            $"""
            [pipeline]
            cdevents = "{all}"
            [sources.hook]
            cdevents = "{source}"
            {FreshetServer.WebhookAndStream}
            """
        );
        (await server.PostAsync(Wrong)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task In_a_CloudEvent_of_either_mode_it_is_the_CDEvent()
    {
        await using var server = await StartAsync("require");
        await using var client = await server.ListenAsync();
        const string other = """
            {"context":{"version":"0.4.1","id":"d-3","source":"/ci","type":"dev.cdevents.build.started.0.2.0","timestamp":"2026-01-02T03:04:05Z"},"subject":{"id":"build/2","type":"build","content":{}}}
            """;

        var structured = await server.PostAsync(
            $$"""{"specversion":"1.0","id":"d-1","source":"/ci","type":"dev.cdevents.build.started.0.2.0","subject":"build/1","time":"2026-01-02T03:04:05Z","datacontenttype":"application/json","data":{{Right}}}""",
            mediaType: "application/cloudevents+json"
        );
        var binary = await server.PostAsync(other, headers: Headers("d-3", "build/2"));

        structured.Ids.ShouldBe(["d-1"]);
        binary.Ids.ShouldBe(["d-3"]);
        var first = await client.NextAsync();
        (first.EventType, first.Data).ShouldBe(("cdevent", Right));
        (await client.NextAsync()).Data.ShouldBe(other);
    }

    [Fact]
    public async Task An_envelope_that_does_not_agree_with_its_CDEvent_is_400()
    {
        await using var server = await StartAsync("require");

        var answer = await server.PostAsync(Right, headers: Headers("d-9", "build/1"));

        answer.Problem(HttpStatusCode.BadRequest);
        answer.Json["errors"]!
            .ToJsonString()
            .ShouldBe(
                """[{"path":"id","message":"expected \u0022d-1\u0022, as data.context.id has it, found \u0022d-9\u0022"}]"""
            );
    }

    /// <summary>From one server to the other through the sink, in both modes.</summary>
    [Theory]
    [InlineData("cloudevents")]
    [InlineData("cloudevents-binary")]
    public async Task What_a_sink_sends_as_a_CloudEvent_another_server_takes_as_the_CDEvent(
        string content
    )
    {
        await using var there = await StartAsync("require");
        await using var client = await there.ListenAsync();
        await using var here = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + $"""
                [sinks.out]
                type = "http"
                destination = "{there.Address}webhook/hook"
                content = "{content}"
                """
        );

        await here.PostAsync(Right);

        var item = await client.NextAsync();
        (item.EventType, item.EventId, item.Data).ShouldBe(("cdevent", "d-1", Right));
    }

    private static (string, string)[] Headers(string id, string subject) =>
        [
            ("ce-specversion", "1.0"),
            ("ce-id", id),
            ("ce-source", "/ci"),
            ("ce-type", "dev.cdevents.build.started.0.2.0"),
            ("ce-subject", subject),
            ("ce-time", "2026-01-02T03:04:05Z"),
        ];

    private static Task<FreshetServer> StartAsync(string mode) =>
        FreshetServer.StartAsync(
            $"""
            [pipeline]
            cdevents = "{mode}"

            {FreshetServer.WebhookAndStream}
            """
        );
}
