using System.Net;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Webhooks;

/// <summary>Programs on the way from a webhook to a stream.</summary>
public sealed class VrlTests
{
    [Theory]
    [InlineData("abort \"not on Sundays\"", "line 1, column 1: aborted: not on Sundays")]
    [InlineData(
        "1",
        "the program must give null or an array of objects { metadata, headers, body }, not an integer"
    )]
    [InlineData("[{ \"body\": purl_to_string!({}) }]", "a package URL needs a type")]
    public async Task What_a_program_rejects_is_answered_with_422_and_the_reason(
        string program,
        string reason
    )
    {
        await using var server = await StartAsync(program);

        var answer = await server.PostAsync("{}");

        var told = answer.Problem(HttpStatusCode.UnprocessableEntity);
        told.ShouldStartWith("transformer change: ");
        told.ShouldContain(reason);
    }

    [Fact]
    public async Task One_event_of_a_batch_that_is_rejected_refuses_all()
    {
        await using var server = await StartAsync("if .body.n == 2 { abort }; [.]");
        await using var client = await server.ListenAsync();

        var answer = await server.PostAsync(
            "{\"n\":1}\n{\"n\":2}",
            mediaType: "application/x-ndjson"
        );
        await server.PostAsync("""{"n":3}""");

        answer.Problem(HttpStatusCode.UnprocessableEntity).ShouldStartWith("event 2: ");
        (await client.NextAsync()).Data.ShouldBe("""{"n":3}""");
    }

    [Fact]
    public async Task An_event_becomes_several_one_or_none()
    {
        await using var server = await StartAsync(
            """
            if .body == 0 {
              return []
            }
            if .body == 1 {
              return null
            }
            [{ "body": { "half": 1 } }, { "body": { "half": 2 } }]
            """
        );
        await using var client = await server.ListenAsync();

        (await server.PostAsync("0")).Ids.ShouldBeEmpty();
        (await server.PostAsync("1")).Ids.Count.ShouldBe(1);
        (await server.PostAsync("2")).Ids.Count.ShouldBe(2);

        (await client.NextAsync(3))
            .Select(item => item.Data)
            .ShouldBe(["1", """{"half":1}""", """{"half":2}"""]);
    }

    [Fact]
    public async Task What_one_program_puts_into_metadata_the_next_and_the_sink_s_see()
    {
        await using var server = await FreshetServer.StartAsync(
            """
            [sources.hook]
            transformer_refs = ["mark", "count"]

            [sources.hook.extractor]
            type = "webhook"
            id = "hook"
            metadata = { team = "shop" }
            headers_to_keep = ["X-Id"]

            [transformers.mark]
            type = "vrl"
            template = '.metadata.seen = ["mark"]; [.]'

            [transformers.count]
            type = "vrl"
            template = '.metadata.seen[1] = .headers."x-id"; [.]'

            [transformers.show]
            type = "vrl"
            template = '[{ "body": [.metadata.team, .metadata.seen, .headers, .body] }]'

            [sinks.events]
            type = "sse"
            id = "events"
            transformer_refs = ["show"]
            """
        );
        await using var client = await server.ListenAsync();

        await server.PostAsync("1.50", headers: [("X-Id", "7")]);

        (await client.NextAsync()).Data.ShouldBe("""["shop",["mark","7"],{"x-id":"7"},1.5]""");
    }

    [Fact]
    public async Task A_stream_goes_on_behind_an_event_that_its_program_rejects()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + """
                transformer_refs = ["picky"]

                [transformers.picky]
                type = "vrl"
                template = 'if .body == 1 { abort "not this" }; [.]'
                """
        );
        await using var client = await server.ListenAsync();

        await server.PostAsync("1");
        await server.PostAsync("2");

        (await client.NextAsync()).EventType.ShouldBe("error");
        (await client.NextAsync()).Data.ShouldBe("2");
        await server.Log.Shows("picky", "not this");
    }

    [Fact]
    public async Task The_sanitising_program_that_does_what_is_meant()
    {
        await using var server = await StartAsync(
            """
            del(.body.subject.content.sensitive_data)
            .metadata.sanitized_for = "internal_consumption"
            .body = {
                "context": .body.context,
                "subject": {
                    "id": .body.subject.id,
                    "type": .body.subject.type,
                    "content": .body.subject.content
                }
            }
            [.]
            """,
            "strict = true"
        );
        await using var client = await server.ListenAsync();

        await server.PostAsync(
            """{"context":{"a":1},"subject":{"id":"s","type":"t","content":{"sensitive_data":"secret","rest":1}},"dropped":1}"""
        );

        (await client.NextAsync()).Data.ShouldBe(
            """{"context":{"a":1},"subject":{"content":{"rest":1},"id":"s","type":"t"}}"""
        );
        server.Diagnostics.ShouldBeEmpty();
    }

    private static Task<FreshetServer> StartAsync(string program, string options = "") =>
        FreshetServer.StartAsync(
            $"""
            [sources.hook]
            transformer_refs = ["change"]

            [transformers.change]
            type = "vrl"
            {options}
            template = '''
            {program}'''

            {FreshetServer.WebhookAndStream}
            """
        );
}
