using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Mapping;

public sealed class RecordPathTests
{
    private static readonly JsonNode Record = JsonNode.Parse(
        """
        {
          "requestParameters": {
            "groupId": "sg-1", "port": 443, "nothing": null, "arn": "arn:aws:ecs:eu-west-1:1:cluster/web",
            "instancesSet": { "items": [ { "instanceId": "i-1" }, { "other": 1 }, { "instanceId": "i-2" } ] },
            "attributes": [ { "key": "a.b", "value": "x" }, { "key": "c", "value": "y" } ],
            "attributeName": "Policy", "attributeValue": "{}"
          },
          "protoPayload": { "resourceName": "projects/p/instances/db" },
          "properties": { "requestbody": "{\"properties\":{\"access\":\"Allow\"}}", "responseBody": "{broken", "halved": "{\"a\":\"\\ud800\"}", "repeated": "{\"a\":1,\"a\":2}", "none": [] }
        }
        """
    )!;

    [Theory]
    [InlineData("request.groupId", "sg-1")]
    [InlineData("requestParameters.port", "443")]
    [InlineData("request.instancesSet.items[].instanceId", "i-1,i-2")]
    [InlineData("request.absent|request.groupId", "sg-1")]
    [InlineData("request.nothing | request.groupId", "sg-1")]
    [InlineData("request.nothing", "")]
    [InlineData("request.groupId.deeper", "")]
    [InlineData("request.groupId[]", "")]
    [InlineData("request.attributes[key=a.b].value", "x")]
    [InlineData("request.attributes[key=none].value", "")]
    [InlineData("requestParameters[attributeName=Policy].attributeValue", "{}")]
    [InlineData("requestParameters[attributeName=Name].attributeValue", "")]
    [InlineData("request.arn@cluster", "web")]
    [InlineData("request.arn@*", "web")]
    [InlineData("protoPayload.resourceName@instances", "db")]
    [InlineData("protoPayload.resourceName@db", "")]
    [InlineData("protoPayload.resourceName@absent", "")]
    [InlineData("properties.requestbody.properties.access", "Allow")]
    [InlineData("properties.responseBody.properties.access", "")]
    [InlineData("properties.halved.a", "")]
    [InlineData("properties.repeated.a", "")]
    [InlineData("request.instancesSet", "")]
    public void Path_leads_to_what_stands_there(string text, string expected)
    {
        RecordPath.TryParse(text, CloudProvider.Aws, out var path).ShouldBeTrue();
        string.Join(",", path.ReadTexts(Record)).ShouldBe(expected);
        path.ReadTexts(null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("properties.none[]", true)]
    [InlineData("properties.none[].key", true)]
    [InlineData("properties.absent[]", false)]
    [InlineData("request.nothing", false)]
    [InlineData("request.absent|request.groupId", true)]
    [InlineData("request.groupId[]", false)]
    public void A_list_without_items_says_something(string text, bool isIn)
    {
        RecordPath.TryParse(text, CloudProvider.Aws, out var path).ShouldBeTrue();
        path.IsIn(Record).ShouldBe(isIn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a[0]")]
    [InlineData("a[b")]
    [InlineData("a|")]
    [InlineData("a@")]
    [InlineData("a b")]
    [InlineData("$.a")]
    public void Anything_else_is_no_path(string text) =>
        RecordPath.TryParse(text, CloudProvider.Aws, out _).ShouldBeFalse();

    [Theory]
    [InlineData("aws", "requestParameters.x")]
    [InlineData("gcp", "protoPayload.request.x")]
    [InlineData("azure", "properties.requestbody.x")]
    public void Request_is_called_as_the_provider_calls_it(string provider, string expected)
    {
        var own = Enum.Parse<CloudProvider>(provider, ignoreCase: true);
        RecordPath.TryParse("request.x", own, out var path).ShouldBeTrue();
        path.Text.ShouldBe(expected);
    }
}
