using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events;

public class JsonTextTests
{
    [Theory]
    [InlineData("""{"a":[1,2.50,1e400],"b":"\u0041\/ x","c":123456789012345678901234567890}""")]
    [InlineData("null")]
    [InlineData("\"\\ud83d\\ude00\\\\ud800\"")]
    [InlineData("{\"a\":{\"x\":1},\"b\":{\"x\":1},\"x\":[{\"x\":1},{\"x\":2}]}")]
    public void Text_without_insignificant_white_space_comes_back_as_the_same_memory(string json)
    {
        ReadOnlyMemory<byte> text = Encoding.UTF8.GetBytes(json);
        var reading = JsonText.Read(text);
        reading.Fault.ShouldBeNull();
        reading.Json.Equals(text).ShouldBeTrue();
    }

    [Fact]
    public void White_space_between_tokens_goes_and_every_token_stays()
    {
        Minified(" {\r\n\t\"a b\" : [ 1e400 , -0 , \" \\\" { \" ] , \"\\u0061\\\\\" : { } }\n")
            .ShouldBe("{\"a b\":[1e400,-0,\" \\\" { \"],\"\\u0061\\\\\":{}}");
    }

    [Fact]
    public void A_byte_order_mark_at_the_start_is_passed_over()
    {
        Minified("\uFEFF{\"a\":1}").ShouldBe("{\"a\":1}");
        var fault = JsonText.Read(Encoding.UTF8.GetBytes("\uFEFF x")).Fault.ShouldNotBeNull();
        (fault.Column, fault.Offset).ShouldBe((2, 4));
        JsonText.Read(Encoding.UTF8.GetBytes("[\uFEFF]")).Fault.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("", 1, 1, null, "found nothing")]
    [InlineData(" \n ", 1, 1, null, "found nothing")]
    [InlineData("{\"a\":1}\n x", 2, 2, null, "after a single JSON value")]
    [InlineData("{\n \"é\": {\"b\": [0, tru]}}", 2, 20, "[\"é\"].b[0]", "not valid JSON")]
    [InlineData("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}", 1, 19, "b.c", "twice")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", 1, 8, "[\"\\u0061\"]", "twice")]
    [InlineData("[1,{\"x\":\"\\ud800\"}]", 1, 9, "[1].x", "surrogate")]
    [InlineData("[\"\\udc00\\ud800\"]", 1, 2, "[0]", "surrogate")]
    [InlineData("[\"\\ud800\\n\\udc00\"]", 1, 2, "[0]", "surrogate")]
    [InlineData("{\"\\ud800\":1}", 1, 2, "[\"\\ud800\"]", "surrogate")]
    [InlineData("[1,]", 1, 4, "[0]", "not valid JSON")]
    [InlineData("[1] // no", 1, 5, null, "not valid JSON")]
    public void A_fault_says_what_is_wrong_and_where(
        string json,
        int line,
        int column,
        string? path,
        string reason
    )
    {
        var fault = JsonText.Read(Encoding.UTF8.GetBytes(json)).Fault.ShouldNotBeNull();
        fault.Reason.ShouldContain(reason);
        (fault.Line, fault.Column, fault.Path).ShouldBe((line, column, path));
        fault.ToString().ShouldNotContain("LineNumber");
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_inside_strings_too()
    {
        var fault = JsonText.Read((byte[])[.. "{\"a\":[\""u8, 0xC0, 0xAF, .. "\"]}"u8]).Fault;
        fault
            .ShouldNotBeNull()
            .ToString()
            .ShouldBe("a[0]: not valid UTF-8 (line 1, column 8, byte 7)");
    }

    [Fact]
    public void Nesting_is_allowed_to_a_depth_of_128()
    {
        Read(new string('[', 128) + new string(']', 128)).Fault.ShouldBeNull();
        Read(new string('[', 129) + new string(']', 129)).Fault.ShouldNotBeNull();
        Read(string.Concat(Enumerable.Repeat("{\"a\":", 128)) + "1" + new string('}', 128))
            .Fault.ShouldBeNull();
    }

    [Fact]
    public void A_fault_in_a_large_text_is_told_in_few_words()
    {
        var name = new string('n', 100_000);
        Read($"{{\"{name}\":1,\"{name}\":2}}")
            .Fault.ShouldNotBeNull()
            .ToString()
            .Length.ShouldBeLessThan(200);
        Read($"{{\"a\":\"{name}\n\"}}")
            .Fault.ShouldNotBeNull()
            .ToString()
            .Length.ShouldBeLessThan(300);
        Read($"[tru{name}]").Fault.ShouldNotBeNull().ToString().Length.ShouldBeLessThan(300);
        Read($"[12{name}]").Fault.ShouldNotBeNull().ToString().Length.ShouldBeLessThan(300);
    }

    [Fact]
    public void A_hundred_thousand_names_are_told_apart_and_the_last_one_that_repeats_is_found()
    {
        var members = Enumerable
            .Range(0, 100_000)
            .Select(i => $"\"n{i}\":{{\"a\":{i},\"b\":0}}")
            .ToList();
        Read($"{{{string.Join(',', members)}}}").Fault.ShouldBeNull();
        Read($"{{{string.Join(',', members)},\"\\u006e99999\":0}}")
            .Fault.ShouldNotBeNull()
            .Reason.ShouldContain("twice");
    }

    [Fact]
    public void Names_are_compared_within_their_own_object_only()
    {
        // Wide enough to grow the table while outer objects are open.
        var wide = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"n{i}\":{i}"));
        Read($"{{\"n1\":{{{wide}}},\"n2\":{{{wide}}},\"n3\":[{{{wide}}},{{\"n1\":0}}]}}")
            .Fault.ShouldBeNull();
        Read($"{{\"n1\":{{{wide}}},\"n1\":0}}").Fault.ShouldNotBeNull();
        Read($"{{\"n1\":{{{wide},\"n7\":1}},\"n2\":0}}").Fault.ShouldNotBeNull();
    }

    [Fact]
    public void The_usual_text_is_read_without_allocating()
    {
        ReadOnlyMemory<byte> text =
            """{"id":"1","type":"t","source":"s","timestamp":"x","data":{"a":[1,2,3],"b":"c"}}"""u8.ToArray();
        const int times = 1000;
        JsonText.Read(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
        {
            JsonText.Read(text);
        }
        // Less than the smallest object each; a collection may empty the pools once in a while.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(times * 20);
    }

    [Fact]
    public void Lines_of_a_larger_text_keep_their_numbers() =>
        JsonText
            .Read("[1,\n x]"u8.ToArray(), firstLine: 41)
            .Fault.ShouldNotBeNull()
            .Line.ShouldBe(42);

    [Fact]
    public void A_tree_that_JSON_has_no_form_for_is_a_JsonException()
    {
        Should.Throw<JsonException>(() => JsonText.Write(JsonValue.Create(double.NaN)));
        JsonNode deep = new JsonArray();
        for (var i = 0; i < 200; i++)
        {
            deep = new JsonArray(deep);
        }
        Should.Throw<JsonException>(() => JsonText.Write(deep));
    }

    [Fact]
    public void Any_bytes_are_judged_as_JsonDocument_judges_them()
    {
        var texts = Gen.OneOf(
            JsonTexts.Damaged(JsonTexts.Value()),
            JsonTexts.Damaged(JsonTexts.NearlyEvent()),
            ArbMap.Default.GeneratorFor<byte[]>()
        );
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3000),
            Prop.ForAll(
                texts.ToArbitrary(),
                bytes => (JsonText.Read(bytes).Fault is null).ShouldBe(IsJson(bytes))
            )
        );
    }

    [Fact]
    public void Minified_text_has_the_same_value_and_does_not_change_again() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(
                JsonTexts.Value().ToArbitrary(),
                text =>
                {
                    var once = Read(text).Json;
                    JsonNode
                        .DeepEquals(JsonNode.Parse(once.Span), JsonNode.Parse(text))
                        .ShouldBeTrue();
                    JsonText.Read(once).Json.Equals(once).ShouldBeTrue();
                    // Whoever takes white space off around every token by hand gets the same.
                    Encoding.UTF8.GetString(once.Span).ShouldBe(WithoutWhiteSpace(text));
                }
            )
        );

    private static JsonReading Read(string json) => JsonText.Read(Encoding.UTF8.GetBytes(json));

    private static string Minified(string json)
    {
        var reading = Read(json);
        reading.Fault.ShouldBeNull();
        return Encoding.UTF8.GetString(reading.Json.Span);
    }

    private static string WithoutWhiteSpace(string json)
    {
        var (result, quoted) = (new StringBuilder(), false);
        for (var i = 0; i < json.Length; i++)
        {
            if (quoted && json[i] == '\\')
            {
                result.Append(json[i++]).Append(json[i]);
                continue;
            }
            quoted ^= json[i] == '"';
            if (quoted || json[i] is not (' ' or '\t' or '\r' or '\n'))
            {
                result.Append(json[i]);
            }
        }
        return result.ToString();
    }

    private static bool IsJson(byte[] bytes)
    {
        var text = bytes.AsMemory();
        text = text.Span.StartsWith(Encoding.UTF8.Preamble) ? text[3..] : text;
        try
        {
            using var document = JsonDocument.Parse(text, JsonText.DocumentOptions);
            Walk(document.RootElement);
            return true;
        }
        // Text that is no UTF-8, and halves of surrogate pairs, are noticed once a string is asked for.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Walk(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Walk(item);
                }
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    member.Name.ShouldNotBeNull();
                    Walk(member.Value);
                }
                break;
        }
    }
}
