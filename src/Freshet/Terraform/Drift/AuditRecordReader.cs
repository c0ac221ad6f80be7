using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Drift;

/// <summary>
/// Finds the audit records in an event: an alert of Falco from a cloud's log, or a record as the cloud writes it, alone, in a list (<c>Records</c> of CloudTrail's files, <c>records</c>
/// of Azure's), or as EventBridge hands it on (<c>detail</c>); each may be the <c>data</c> of an envelope or CloudEvent.
/// </summary>
internal static class AuditRecordReader
{
    private const string FalcoType = "falco";

    private static readonly Dictionary<string, CloudProvider> FalcoSources = new(
        StringComparer.Ordinal
    )
    {
        ["aws_cloudtrail"] = CloudProvider.Aws,
        ["gcpaudit"] = CloudProvider.Gcp,
        // What the plugin gcpaudit itself calls its events.
        ["gcp_auditlog"] = CloudProvider.Gcp,
        ["azure_activity"] = CloudProvider.Azure,
    };

    /// <summary>The records; none where the event is something else.</summary>
    /// <param name="body">The event's content.</param>
    public static IEnumerable<AuditRecord> Read(JsonElement body)
    {
        var data = body.At("data");
        if (body.TextAt("type") == FalcoType && data.TextAt("source") is { } source)
        {
            return
                FalcoSources.TryGetValue(source, out var provider)
                && FalcoRecord.Rebuild(provider, data.At("fields")) is { } rebuilt
                ? Read(rebuilt, data)
                : [];
        }
        return Candidates(body).Concat(Candidates(data)).Select(ReadRaw).OfType<AuditRecord>();
    }

    /// <summary>The record in an alert. The paths of the mapping read a tree, and everything else a document.</summary>
    private static IEnumerable<AuditRecord> Read(JsonObject rebuilt, JsonElement alert)
    {
        var element = JsonElement.Parse(JsonText.Write(rebuilt).Span, JsonText.CheckedOptions);
        var record = ReadRaw(element);
        return record is null ? [] : [record with { Time = record.Time ?? alert.TimeAt("time") }];
    }

    private static IEnumerable<JsonElement> Candidates(JsonElement value)
    {
        var list =
            value.ValueKind == JsonValueKind.Array ? value
            : value.At("Records") is { ValueKind: JsonValueKind.Array } files ? files
            : value.At("records");
        if (list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                yield return item;
            }
            yield break;
        }
        yield return value;
        yield return value.At("detail");
    }

    private static AuditRecord? ReadRaw(JsonElement record) =>
        record.TextAt("eventName") is { } call && record.TextAt("eventSource") is { } service
            ? ReadCloudTrail(record, service, call)
        : record.At("protoPayload") is { ValueKind: JsonValueKind.Object } payload
        && payload.TextAt("methodName") is { } method
        && payload.TextAt("serviceName") is { } api
            ? ReadCloudAudit(record, payload, api, method)
        : Named(record.At("operationName")) is { } operation
        && operation.Contains('/', StringComparison.Ordinal)
        && record.TextAt("resourceId") is not null
            ? ReadActivity(record, operation)
        : null;

    private static AuditRecord ReadCloudTrail(JsonElement record, string service, string call)
    {
        var identity = record.At("userIdentity");
        var issuer = identity.At("sessionContext", "sessionIssuer");
        return new()
        {
            Provider = CloudProvider.Aws,
            Content = JsonObject.Create(record.Clone())!,
            Service = service,
            Name = call,
            Id = record.TextAt("eventID"),
            Time = record.TimeAt("eventTime"),
            By = new()
            {
                Type = identity.TextAt("type"),
                // Whoever assumed a role is known by that role's name.
                UserName =
                    identity.TextAt("userName")
                    ?? issuer.TextAt("userName")
                    ?? identity.TextAt("invokedBy"),
                Arn = identity.TextAt("arn"),
                AccountId = identity.TextAt("accountId"),
                PrincipalId = identity.TextAt("principalId"),
                RoleArn = issuer.TextAt("arn"),
            },
            UserAgent = record.TextAt("userAgent") ?? "",
            ChangedNothing = record.TextAt("errorCode") is not null,
            OnlyReads = record.At("readOnly") switch
            {
                { ValueKind: JsonValueKind.True } => true,
                var other => other.Text() == "true",
            },
        };
    }

    private static AuditRecord ReadCloudAudit(
        JsonElement record,
        JsonElement payload,
        string service,
        string method
    )
    {
        var caller = payload.At("authenticationInfo");
        var name = caller.TextAt("principalEmail");
        var operation = record.At("operation");
        // A long operation is told twice. What it does stands where it begins, and where it ends whether it failed.
        var isOnlyItsEnd =
            operation.At("last").ValueKind == JsonValueKind.True
            && operation.At("first").ValueKind != JsonValueKind.True
            && payload.At("request").ValueKind != JsonValueKind.Object;
        return new()
        {
            Provider = CloudProvider.Gcp,
            Content = JsonObject.Create(record.Clone())!,
            Service = service,
            Name = method,
            Id = operation.TextAt("id") ?? record.TextAt("insertId"),
            Time = record.TimeAt("timestamp"),
            By = new()
            {
                Type = name switch
                {
                    null => null,
                    _ when name.EndsWith("gserviceaccount.com", StringComparison.Ordinal) =>
                        "ServiceAccount",
                    _ => "User",
                },
                UserName = name,
                Arn = caller.TextAt("principalSubject"),
                AccountId = record.TextAt("resource", "labels", "project_id"),
                PrincipalId = caller.TextAt("serviceAccountKeyName"),
            },
            UserAgent = payload.TextAt("requestMetadata", "callerSuppliedUserAgent") ?? "",
            ChangedNothing =
                isOnlyItsEnd
                || payload.At("status", "code") is { ValueKind: JsonValueKind.Number } code
                    && code.GetRawText() != "0",
        };
    }

    private static AuditRecord ReadActivity(JsonElement record, string operation)
    {
        var result =
            Named(record.At("resultType"))
            ?? Named(record.At("status"))
            ?? record.TextAt("properties", "statusCode")
            ?? "";
        var claims = record.At("claims") is { ValueKind: JsonValueKind.Object } given
            ? given
            : record.At("identity", "claims");
        return new()
        {
            Provider = CloudProvider.Azure,
            Content = JsonObject.Create(record.Clone())!,
            Service = "",
            Name = operation,
            Id = record.TextAt("correlationId") ?? record.TextAt("eventDataId"),
            Time = record.TimeAt("time") ?? record.TimeAt("eventTimestamp"),
            By = new()
            {
                Type =
                    record.TextAt("identity", "authorization", "evidence", "principalType")
                    ?? claims.TextAt("idtyp"),
                UserName =
                    record.TextAt("caller")
                    ?? claims.TextAt("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn")
                    ?? claims.TextAt("name"),
                AccountId = SubscriptionOf(record.TextAt("resourceId")!),
                PrincipalId =
                    claims.TextAt("http://schemas.microsoft.com/identity/claims/objectidentifier")
                    ?? record.TextAt("identity", "authorization", "evidence", "principalId"),
                Arn = claims.TextAt("appid"),
            },
            UserAgent = record.TextAt("httpRequest", "userAgent") ?? "",
            // It is told when it starts, mostly when it is accepted, and when it has ended.
            ChangedNothing =
                result.StartsWith("Fail", StringComparison.OrdinalIgnoreCase)
                || result.StartsWith("Start", StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>A text, or the <c>value</c> of what has that beside a name to be shown, as Azure's REST API writes it.</summary>
    private static string? Named(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.TextAt("value") : value.Text();

    private static string? SubscriptionOf(string resource)
    {
        var parts = resource.Split('/', 4);
        return
            parts.Length > 2 && parts[1].Equals("subscriptions", StringComparison.OrdinalIgnoreCase)
            ? parts[2]
            : null;
    }
}
