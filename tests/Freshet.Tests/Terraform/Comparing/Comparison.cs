using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Terraform.Comparing;
using Freshet.Terraform.Mapping;
using Shouldly;

namespace Freshet.Tests.Terraform.Comparing;

/// <summary>Comparisons for tests, from texts.</summary>
internal static class Comparison
{
    /// <summary>What a request's <c>value</c> does to the attribute <c>it</c>.</summary>
    /// <param name="kind">How they are compared.</param>
    /// <param name="state">The attribute's value as JSON.</param>
    /// <param name="value">The request's as JSON; an array is several values where <paramref name="path"/> says so.</param>
    /// <param name="mode">What the call does with it.</param>
    /// <param name="path">Where the values stand in the request.</param>
    /// <param name="attribute">The attribute's name.</param>
    /// <param name="others">Other attributes of the instance, as members of JSON.</param>
    /// <param name="provider">Whose call it is.</param>
    public static AttributeFinding Of(
        ComparisonKind kind,
        string state,
        string value,
        ChangeMode mode = ChangeMode.Replace,
        string path = "request.value",
        string attribute = "it",
        string others = "",
        CloudProvider provider = CloudProvider.Aws
    )
    {
        RecordPath.TryParse(path, provider, out var read).ShouldBeTrue();
        var record = Record(provider, $$"""{"value": {{value}}}""");
        var attributes = Json($$"""{"{{attribute}}": {{state}}{{others}}}""");
        return AttributeComparer.Compare(
            new(attribute, kind, mode, read, null),
            provider,
            record,
            attributes
        );
    }

    /// <summary>What a call of the built-in map does to an attribute of a resource of a type.</summary>
    /// <param name="service">The service, as the mapping file groups it: <c>ec2</c>.</param>
    /// <param name="name">The call's name.</param>
    /// <param name="type">The resource's type.</param>
    /// <param name="attribute">The attribute's name.</param>
    /// <param name="request">The request's parameters as JSON.</param>
    /// <param name="attributes">The instance's attributes as JSON.</param>
    /// <param name="provider">Whose call it is.</param>
    public static AttributeFinding OfCall(
        string service,
        string name,
        string type,
        string attribute,
        string request,
        string attributes,
        CloudProvider provider = CloudProvider.Aws
    )
    {
        var call = ApiCallMap
            .BuiltIn.Calls(provider)
            .Single(call => call.Group == service && call.Name == name);
        var change = call
            .Changes.Where(change => change.Concerns(type))
            .SelectMany(change => change.Attributes)
            .First(change => change.Attribute == attribute);
        return AttributeComparer.Compare(
            change,
            provider,
            Record(provider, request),
            Json(attributes)
        );
    }

    public static JsonElement Json(string text) =>
        JsonElement.Parse(text, JsonText.DocumentOptions);

    public static void ShouldBe(this AttributeFinding finding, string old, string @new)
    {
        finding.Kind.ShouldBe(FindingKind.Different);
        Text(finding.Old).ShouldBe(Text(JsonNode.Parse(old)));
        Text(finding.New).ShouldBe(Text(JsonNode.Parse(@new)));
    }

    public static string Text(JsonNode? node) =>
        node is null ? "null" : System.Text.Encoding.UTF8.GetString(JsonText.Write(node).Span);

    private static JsonNode Record(CloudProvider provider, string request)
    {
        var node = JsonNode.Parse(request);
        foreach (var name in provider.RequestPath().Split('.').Reverse())
        {
            node = new JsonObject { [name] = node };
        }
        return node!;
    }
}
