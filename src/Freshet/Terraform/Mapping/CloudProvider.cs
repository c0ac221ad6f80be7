namespace Freshet.Terraform.Mapping;

/// <summary>Whose audit log a record comes from.</summary>
internal enum CloudProvider
{
    /// <summary>CloudTrail: a call is its <c>eventSource</c> and <c>eventName</c>.</summary>
    Aws,

    /// <summary>Cloud Audit Logs: a call is its <c>protoPayload.serviceName</c> and <c>protoPayload.methodName</c>.</summary>
    Gcp,

    /// <summary>The Azure activity log: a call is its <c>operationName</c>; what stands before the first slash is its service.</summary>
    Azure,
}
