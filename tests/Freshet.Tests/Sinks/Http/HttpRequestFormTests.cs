using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Sinks.Http;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Http;

public sealed class HttpRequestFormTests
{
    [Fact]
    public void Every_attribute_comes_out_of_the_headers_as_it_went_in_and_forges_nothing() =>
        Prop.ForAll<NonNull<string>>(text =>
            {
                // JSON takes in no half of a surrogate pair.
                var value = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
                var json = new JsonObject
                {
                    ["specversion"] = "1.0",
                    ["id"] = "7",
                    ["source"] = "s",
                    ["type"] = "t",
                    ["time"] = "2026-01-02T03:04:05Z",
                    ["x"] = value,
                    ["data"] = value,
                    ["datacontenttype"] = "application/json",
                };
                var form = Binary(json.ToJsonString());
                return form.Headers.All(header =>
                        header.Value.All(c => c is > ' ' and <= '~' and not '"')
                    ) && JsonNode.DeepEquals(JsonNode.Parse(Received(form).Span), json);
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_CloudEvent_with_more_than_servers_take_in_headers_is_sent_in_structured_mode() =>
        ShouldBeStructured($"\"x\":\"{new string('ü', 6000)}\"");

    [Fact]
    public void A_content_type_that_would_forge_a_header_is_sent_in_structured_mode() =>
        ShouldBeStructured("""  "data":"1","datacontenttype":"text/plain\r\nX-Admin: yes"  """);

    private static void ShouldBeStructured(string members)
    {
        var json =
            $$"""{"specversion":"1.0","id":"7","source":"s","type":"t","time":"2026-01-02T03:04:05Z",{{members.Trim()}}}""";
        var form = Binary(json);
        form.ContentType.ShouldBe("application/cloudevents+json");
        form.Headers.ShouldHaveSingleItem().ShouldBe(("X-Freshet-Event-Id", "7"));
        Encoding.UTF8.GetString(form.Body.Span).ShouldBe(json);
    }

    private static HttpRequestForm Binary(string json) =>
        HttpRequestForm.Of(OutgoingEvent.Of(json), HttpContentForm.CloudEventsBinary);

    private static ReadOnlyMemory<byte> Received(HttpRequestForm form)
    {
        var headers = form.Headers.Select(header => KeyValuePair.Create(header.Name, header.Value));
        var reading = CloudEventHeaders.ToStructured(headers, form.ContentType, form.Body);
        reading.Fault.ShouldBeNull();
        return reading.Json;
    }
}
