using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Drift;

/// <summary>
/// Puts the record of an audit log together again from the output fields of an alert, under the names that the plugins cloudtrail, gcpaudit and json give them. How much of it there is, is
/// up to the rule: <c>%ct.request</c> in its output, or <c>append_output</c> in Falco's configuration, adds what was asked for.
/// </summary>
internal static class FalcoRecord
{
    /// <summary>Falco prints so what there is not.</summary>
    private const string NotAvailable = "<NA>";

    /// <summary>Fields of the json plugin: <c>json.value[/a/b]</c> is what that JSON Pointer finds in the record.</summary>
    private const string PointerStart = "json.value[/";

    /// <summary>So many names of a pointer lead somewhere: the log's records are not deeper.</summary>
    private const int DeepestPointer = 12;

    /// <summary>Far deeper than any request; with what is around it still no deeper than an event may be.</summary>
    private static readonly JsonDocumentOptions Embedded = new()
    {
        MaxDepth = JsonText.MaxDepth - 16,
    };

    private const string CloudTrailRequest = "ct.request";

    private static readonly (string Field, string[] Path)[] CloudTrail =
    [
        ("ct.id", ["eventID"]),
        ("ct.time", ["eventTime"]),
        ("ct.src", ["eventSource"]),
        ("ct.name", ["eventName"]),
        ("ct.region", ["awsRegion"]),
        ("ct.error", ["errorCode"]),
        ("ct.readonly", ["readOnly"]),
        ("ct.useragent", ["userAgent"]),
        ("ct.recipientaccountid", ["recipientAccountId"]),
        ("ct.resources", ["resources"]),
        ("ct.user", ["userIdentity", "userName"]),
        ("ct.user.identitytype", ["userIdentity", "type"]),
        ("ct.user.arn", ["userIdentity", "arn"]),
        ("ct.user.accountid", ["userIdentity", "accountId"]),
        ("ct.user.principalid", ["userIdentity", "principalId"]),
        (CloudTrailRequest, ["requestParameters"]),
        ("ct.response", ["responseElements"]),
    ];

    /// <summary>Single parameters of a request, for rules that print no more of it.</summary>
    private static readonly (string Field, string[] Path)[] CloudTrailParameters =
    [
        ("ct.request.cluster", ["requestParameters", "cluster"]),
        ("ct.request.functionname", ["requestParameters", "functionName"]),
        ("ct.request.groupname", ["requestParameters", "groupName"]),
        ("ct.request.host", ["requestParameters", "Host"]),
        ("ct.request.name", ["requestParameters", "name"]),
        ("ct.request.policy", ["requestParameters", "policy"]),
        ("ct.request.serialnumber", ["requestParameters", "serialNumber"]),
        ("ct.request.servicename", ["requestParameters", "service"]),
        ("ct.request.subnetid", ["requestParameters", "subnetId"]),
        ("ct.request.taskdefinition", ["requestParameters", "taskDefinition"]),
        ("ct.request.username", ["requestParameters", "userName"]),
        ("s3.bucket", ["requestParameters", "bucketName"]),
        ("s3.key", ["requestParameters", "key"]),
    ];

    private static readonly (string Field, string[] Path)[] GcpAudit =
    [
        ("gcp.serviceName", ["protoPayload", "serviceName"]),
        ("gcp.methodName", ["protoPayload", "methodName"]),
        ("gcp.resourceName", ["protoPayload", "resourceName"]),
        ("gcp.request", ["protoPayload", "request"]),
        ("gcp.user", ["protoPayload", "authenticationInfo", "principalEmail"]),
        ("gcp.userAgent", ["protoPayload", "requestMetadata", "callerSuppliedUserAgent"]),
        ("gcp.callerIP", ["protoPayload", "requestMetadata", "callerIp"]),
        ("gcp.authorizationInfo", ["protoPayload", "authorizationInfo"]),
        ("gcp.policyDelta", ["protoPayload", "serviceData", "policyDelta", "bindingDeltas"]),
        ("gcp.resourceType", ["resource", "type"]),
        ("gcp.resourceLabels", ["resource", "labels"]),
        ("gcp.projectId", ["resource", "labels", "project_id"]),
        ("gcp.storage.bucket", ["resource", "labels", "bucket_name"]),
        ("gcp.time", ["timestamp"]),
    ];

    /// <summary>As much of the record as the fields tell; null where they are none. Texts and numbers in it are still those of the fields, and go with their document.</summary>
    public static JsonObject? Rebuild(CloudProvider provider, JsonElement fields)
    {
        if (fields.ValueKind != JsonValueKind.Object)
        {
            return null;
        }
        var record = new JsonObject();
        foreach (
            var (field, path) in provider switch
            {
                CloudProvider.Aws => CloudTrail,
                CloudProvider.Gcp => GcpAudit,
                _ => [],
            }
        )
        {
            Put(record, path, fields.At(field));
        }
        if (
            provider == CloudProvider.Aws
            && fields.At(CloudTrailRequest).ValueKind
                is JsonValueKind.Undefined
                    or JsonValueKind.Null
        )
        {
            foreach (var (field, path) in CloudTrailParameters)
            {
                Put(record, path, fields.At(field));
            }
        }
        foreach (var field in fields.EnumerateObject())
        {
            if (
                field.Name.StartsWith(PointerStart, StringComparison.Ordinal)
                && field.Name.EndsWith(']')
            )
            {
                var pointer = field.Name[PointerStart.Length..^1].Split('/', DeepestPointer);
                Put(record, [.. pointer.Select(Unescaped)], field.Value);
            }
        }
        return record;
    }

    private static string Unescaped(string token) =>
        token
            .Replace("~1", "/", StringComparison.Ordinal)
            .Replace("~0", "~", StringComparison.Ordinal);

    /// <summary>Puts a value where it stands in the record, unless there is something already.</summary>
    private static void Put(JsonObject record, ReadOnlySpan<string> path, JsonElement value)
    {
        if (
            value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            || value.ValueKind == JsonValueKind.String && value.ValueEquals(NotAvailable)
        )
        {
            return;
        }
        var place = record;
        foreach (var name in path[..^1])
        {
            if (!place.TryGetPropertyValue(name, out var next))
            {
                place[name] = next = new JsonObject();
            }
            if (next is not JsonObject below)
            {
                return;
            }
            place = below;
        }
        if (!place.ContainsKey(path[^1]))
        {
            place[path[^1]] = Opened(value);
        }
    }

    /// <summary>What is JSON in a text, as requests are, is that JSON. Not a number: an id may be written in digits alone.</summary>
    private static JsonNode? Opened(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            return JsonNode.Parse(JsonMarshal.GetRawUtf8Value(value), documentOptions: Embedded);
        }
        if (
            value.ValueKind == JsonValueKind.String
            && value.GetString() is { } text
            && text.AsSpan().TrimStart() is ['{' or '[', ..]
            && JsonText.Read(Encoding.UTF8.GetBytes(text)) is { Fault: null } embedded
        )
        {
            try
            {
                return JsonNode.Parse(embedded.Json.Span, documentOptions: Embedded);
            }
            catch (JsonException)
            {
                // It is JSON, so that only its depth can be wrong. Then it is left as it is.
            }
        }
        return JsonValue.Create(value);
    }
}
