namespace Freshet.Terraform.Mapping;

/// <summary>How the value of a request is compared with the attribute's in the state: by what it means, not by how it is written.</summary>
internal enum ComparisonKind
{
    Text,
    Number,
    Boolean,

    /// <summary>A JSON document, such as a policy, given as text or as an object.</summary>
    Json,

    /// <summary>A list without order.</summary>
    Set,

    /// <summary>A map of text to text: an object, or a list of <c>{key, value}</c>; of keys alone where tags are removed.</summary>
    Tags,

    /// <summary>The rules of a security group: EC2's <c>ipPermissions</c> against <c>ingress</c> or <c>egress</c>.</summary>
    SecurityGroupRules,

    /// <summary>S3's <c>VersioningConfiguration</c>.</summary>
    S3Versioning,

    /// <summary>S3's <c>ServerSideEncryptionConfiguration</c>.</summary>
    S3Encryption,

    /// <summary>S3's <c>LifecycleConfiguration</c>.</summary>
    S3Lifecycle,

    /// <summary>S3's <c>CORSConfiguration</c>.</summary>
    S3Cors,

    /// <summary>S3's <c>BucketLoggingStatus</c>.</summary>
    S3Logging,

    /// <summary>S3's <c>WebsiteConfiguration</c>.</summary>
    S3Website,

    /// <summary>S3's <c>ReplicationConfiguration</c>.</summary>
    S3Replication,

    /// <summary>S3's <c>AccessControlPolicy</c>.</summary>
    S3Acl,

    /// <summary>The attribute changes, but the record does not tell to what: a secret, or code that was uploaded.</summary>
    Opaque,
}
