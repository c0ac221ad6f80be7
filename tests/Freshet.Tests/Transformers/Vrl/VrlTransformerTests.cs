using System.Globalization;
using System.Text;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Transformers.Vrl;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Transformers.Vrl;

public sealed class VrlTransformerTests
{
    [Fact]
    public void Null_lets_the_event_pass_as_it_came_whatever_the_program_did()
    {
        var input = Programs.Event("""{"b":1.0e2,"a":"\u0041"}""");

        Programs
            .Run(".body.a = 2; .metadata.x = 1; del(.headers); null", input)
            .ShouldHaveSingleItem()
            .ShouldBeSameAs(input);

        Programs.BodyOf(input).ShouldBe("""{"b":1.0e2,"a":"\u0041"}""");
        Programs.MetadataOf(input).ShouldBe("{}");
    }

    [Fact]
    public void An_empty_array_drops_the_event() => Programs.Run("[]", "1").ShouldBeEmpty();

    [Fact]
    public void What_a_program_does_not_touch_keeps_its_bytes()
    {
        var input = Programs.Event(
            """{"b":1.0e2,"a":"\u0041","n":123456789012345678901234567890}""",
            """{"z":1,"a":1.50}"""
        );

        var output = Programs.Run("[.]", input).ShouldHaveSingleItem();

        Programs
            .BodyOf(output)
            .ShouldBe("""{"b":1.0e2,"a":"\u0041","n":123456789012345678901234567890}""");
        Programs.MetadataOf(output).ShouldBe("""{"z":1,"a":1.50}""");
    }

    [Theory]
    [InlineData("\"\\u0041\"")]
    [InlineData("1.0e2")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[1.50, 2]")]
    public void A_body_of_any_kind_keeps_its_bytes(string body) =>
        Programs.Run("[.]", body).ShouldBe([body]);

    [Fact]
    public void A_part_that_is_changed_is_written_and_the_others_keep_their_bytes()
    {
        var input = Programs.Event("""{"b":1.0e2,"a":1}""", """{"z":1,"a":1.50}""");

        var output = Programs.Run(".body.a = 2; [.]", input).ShouldHaveSingleItem();

        Programs.BodyOf(output).ShouldBe("""{"a":2,"b":100.0}""");
        Programs.MetadataOf(output).ShouldBe("""{"z":1,"a":1.50}""");
    }

    [Fact]
    public void A_change_deep_inside_is_written()
    {
        Programs
            .Run(".body.a.b[1].c = true; [.]", """{"a":{"b":[1,{"c":false}]}}""")
            .ShouldBe(["""{"a":{"b":[1,{"c":true}]}}"""]);
        Programs.Run("del(.body.a.b); [.]", """{"a":{"b":1}}""").ShouldBe(["""{"a":{}}"""]);
        Programs.Run("x = .body; x.a = 2; [.]", """{"a":1.50}""").ShouldBe(["""{"a":1.50}"""]);
    }

    [Fact]
    public void One_event_may_become_several_that_do_not_share_what_they_change()
    {
        var outputs = Programs.Run(
            """
            first = .
            .body.n = 2
            .headers.x = "y"
            [first, ., { "body": .body.n }]
            """,
            Programs.Event("""{"n":1}""")
        );

        outputs.Select(Programs.BodyOf).ShouldBe(["""{"n":1}""", """{"n":2}""", "2"]);
        outputs.Select(output => output.Headers.Count).ShouldBe([0, 1, 0]);
        outputs[0].Headers["late"] = "z";
        outputs[2].Headers.ShouldBeEmpty();
    }

    [Fact]
    public void Metadata_and_headers_are_seen_and_changed()
    {
        var input = Programs.Event("{}", """{"team":"shop"}""");
        input.Headers["x-id"] = "7";

        var output = Programs
            .Run(
                """
                .metadata = merge(.metadata, { "id": .headers."x-id" })
                .headers = { "X-Team": .metadata.team }
                [.]
                """,
                input
            )
            .ShouldHaveSingleItem();

        Programs.MetadataOf(output).ShouldBe("""{"id":"7","team":"shop"}""");
        output.Headers.ShouldBe(new Dictionary<string, string> { ["X-Team"] = "shop" });
        output.Headers["x-team"].ShouldBe("shop");
    }

    [Fact]
    public void An_event_is_seen_as_it_is_recognised()
    {
        var input = Programs.Event(
            """{"context":{"type":"dev.cdevents.build.started.0.2.0","id":"0"},"subject":{}}""",
            """{"context":{"source":"/ci"}}"""
        );

        var output = Programs.Run("""[{ "body": [.type, .id, .source] }]""", input);

        var kept = new EventRecogniser(TimeProvider.System)
            .Recognise(input)
            .Event.ShouldNotBeNull();
        Programs
            .BodyOf(output.ShouldHaveSingleItem())
            .ShouldBe($"""["{kept.Type}","{kept.Id}","/ci"]""");
    }

    [Theory]
    [InlineData(".type = \"x\"", 315)]
    [InlineData(".source.a = 1", 315)]
    [InlineData("del(.id)", 610)]
    public void What_an_event_is_called_cannot_be_changed(string program, int code) =>
        new VrlOptions { Template = program }
            .Compile(EventProgram.Options with { Strict = false })
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(code);

    [Theory]
    [InlineData("1", "not an integer")]
    [InlineData(".", "not an object")]
    [InlineData(
        "[1]",
        "item 0 of the program's result: the program must give null or an array of objects { metadata, headers, body }, and this is an integer"
    )]
    [InlineData("[{}]", "item 0 of the program's result: the body is missing")]
    [InlineData("[., null]", "item 1 of the program's result")]
    [InlineData("""[{"body": 1, "metadata": 1}]""", "metadata must be an object, not an integer")]
    [InlineData(
        """[{"body": 1, "headers": {"a": 1}}]""",
        "the header \"a\" must be a string, not an integer"
    )]
    [InlineData("""[{"body": 1, "extra": 1}]""", "\"extra\" is no part of an event")]
    [InlineData(".extra = 1; [.]", "\"extra\" is no part of an event")]
    [InlineData("""[{"body": 1, "type": "other"}]""", "type follows from the body")]
    public void Any_other_result_rejects_the_event(string program, string reason) =>
        Programs.Reject(program).ShouldContain(reason);

    [Fact]
    public void A_failure_rejects_the_event_and_says_where() =>
        Programs
            .Reject("x = 1\n[{ \"body\": .body.n + 1 }]", """{"n":"a b"}""")
            .ShouldBe("line 2, column 12: can't add type integer to string");

    [Theory]
    [InlineData("abort", "line 1, column 1: aborted")]
    [InlineData("\n  abort \"not on Sundays\"", "line 2, column 3: aborted: not on Sundays")]
    public void An_abort_rejects_the_event_with_its_message(string program, string reason) =>
        Programs.Reject(program).ShouldBe(reason);

    [Fact]
    public void A_number_that_the_language_does_not_have_rejects_the_event() =>
        Programs.Reject("null", "1e999").ShouldStartWith("a program cannot read the body: ");

    [Fact]
    public void A_result_that_would_be_huge_is_never_written()
    {
        // Each line holds the one before it ten times: ten to the twelfth, though no memory is needed for it.
        var program = new StringBuilder("x = \"0123456789\"\n");
        for (var i = 0; i < 12; i++)
        {
            program.Append("x = [x, x, x, x, x, x, x, x, x, x]\n");
        }
        program.Append("[{ \"body\": x }]");

        Programs.Reject(program.ToString()).ShouldContain("more than 64 MiB of one event");
    }

    [Fact]
    public void Many_events_of_one_count_together()
    {
        var body = $"\"{new string('a', 1 << 20)}\"";
        var all = string.Join(", ", Enumerable.Repeat(".", 80));

        Programs.Reject($"[{all}]", body).ShouldContain("more than 64 MiB of one event");
    }

    [Fact]
    public void A_result_may_be_as_deep_as_events_are_and_no_deeper()
    {
        var deepest = new string('[', 128) + new string(']', 128);

        Programs.Run("[{ \"body\": .body }]", deepest).ShouldBe([deepest]);
        Programs
            .Reject("[{ \"body\": [.body] }]", deepest)
            .ShouldContain("the body is nested deeper than 128 levels");
    }

    [Fact]
    public void What_json_has_no_form_for_is_written_as_the_language_has_it() =>
        Programs
            .Run("""[{ "body": { "t": t'2026-01-02T03:04:05Z', "r": r'a+' } }]""", "1")
            .ShouldBe(["""{"r":"a+","t":"2026-01-02T03:04:05Z"}"""]);

    [Fact]
    public void A_program_runs_on_many_threads_at_once()
    {
        var transformer = Programs.Compile(
            """
            seen = .body.n
            .body.list = push([], seen)
            .metadata.n = seen
            [., .]
            """
        );
        var metadata = Encoding.UTF8.GetBytes("""{"team":"shop"}""");

        Parallel.For(
            0,
            2_000,
            i =>
            {
                var number = i.ToString(CultureInfo.InvariantCulture);
                var output = new List<Event>();
                var input = new Event(Encoding.UTF8.GetBytes($"{{\"n\":{number}}}"), metadata);
                transformer.Transform(input, output).ShouldBeNull();
                output
                    .Select(item => Programs.BodyOf(item) + Programs.MetadataOf(item))
                    .Distinct()
                    .ShouldBe([
                        $"{{\"list\":[{number}],\"n\":{number}}}{{\"n\":{number},\"team\":\"shop\"}}",
                    ]);
            }
        );
    }

    [Fact]
    public void An_event_without_a_json_form_is_a_bad_event()
    {
        var rejection = Programs
            .Compile("null")
            .Transform(new Event(Formless.Node(out _)), [])
            .ShouldNotBeNull();

        rejection.Kind.ShouldBe(RejectionKind.BadEvent);
    }
}
