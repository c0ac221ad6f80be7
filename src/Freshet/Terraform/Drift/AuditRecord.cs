using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Drift;

/// <summary>A call that a cloud's audit log tells of.</summary>
internal sealed record AuditRecord
{
    public required CloudProvider Provider { get; init; }

    /// <summary>The record in the form of the cloud's own log, as the paths of the mapping read it; of an alert that tells parts of it, those parts.</summary>
    public required JsonObject Content { get; init; }

    /// <summary>The service as the log names it; empty for Azure, where it is part of the name.</summary>
    public required string Service { get; init; }

    /// <summary>The call's name, such as <c>AuthorizeSecurityGroupIngress</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the log calls this very call; null where it does not.</summary>
    public string? Id { get; init; }

    /// <summary>When it was made; null where the record does not tell.</summary>
    public DateTimeOffset? Time { get; init; }

    public required UserIdentity By { get; init; }

    /// <summary>What the caller says that it is; empty where it does not.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>Whether it was refused, or failed, or is told again where it was told before: then it changed nothing.</summary>
    public bool ChangedNothing { get; init; }

    /// <summary>Whether the cloud itself says that it only read.</summary>
    public bool OnlyReads { get; init; }
}

/// <summary>Who made a call, as far as the record tells.</summary>
internal sealed record UserIdentity
{
    /// <summary>Such as <c>IAMUser</c> or <c>AssumedRole</c>.</summary>
    public string? Type { get; init; }

    public string? UserName { get; init; }

    public string? Arn { get; init; }

    public string? AccountId { get; init; }

    public string? PrincipalId { get; init; }

    /// <summary>The ARN of the role that was assumed; null where none was.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Everything by which the caller may be known.</summary>
    public IEnumerable<string> Names =>
        new[] { UserName, Arn, PrincipalId, RoleArn }.OfType<string>();
}
