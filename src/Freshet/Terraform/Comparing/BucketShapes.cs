using System.Collections.Frozen;
using Freshet.Terraform.Mapping;
using static Freshet.Terraform.Comparing.BlockForm;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// The settings of a bucket: S3's XML beside the blocks of the resources of version 4 and later of the AWS provider (<c>aws_s3_bucket_versioning</c> and the others) and
/// those that <c>aws_s3_bucket</c> itself had before. An element that is not here is not understood. Of what <c>aws_s3_bucket</c> had, grants and
/// replication are not here, nor a website's redirections.
/// </summary>
internal static class BucketShapes
{
    private static readonly BlockMember tag = new(
        "Tag",
        "tag",
        Block,
        new("Key", "key", Text),
        new BlockMember("Value", "value", Text)
    );

    private static readonly BlockMember prefix = new("Prefix", "prefix", Text);
    private static readonly BlockMember tags = new("Tag", "tags", TagMap);
    private static readonly BlockMember status = new("Status", "status", Text);
    private static readonly BlockMember larger = new(
        "ObjectSizeGreaterThan",
        "object_size_greater_than",
        Number
    );
    private static readonly BlockMember smaller = new(
        "ObjectSizeLessThan",
        "object_size_less_than",
        Number
    );
    private static readonly BlockMember days = new("Days", "days", Number);
    private static readonly BlockMember date = new("Date", "date", Time);
    private static readonly BlockMember storageClass = new("StorageClass", "storage_class", Text);

    private static readonly BlockMember expiration = new(
        "Expiration",
        "expiration",
        Block,
        date,
        days,
        new("ExpiredObjectDeleteMarker", "expired_object_delete_marker", Flag)
    );

    private static readonly BlockMember transition = new(
        "Transition",
        "transition",
        Blocks,
        date,
        days,
        storageClass
    );

    private static readonly BlockMember encryptionRule = new(
        "Rule",
        "rule",
        Blocks,
        new(
            "ApplyServerSideEncryptionByDefault",
            "apply_server_side_encryption_by_default",
            Block,
            new("SSEAlgorithm", "sse_algorithm", Text),
            new BlockMember("KMSMasterKeyID", "kms_master_key_id", Text)
        ),
        new("BucketKeyEnabled", "bucket_key_enabled", Flag)
    );

    private static readonly BlockMember lifecycleRule = new(
        "Rule",
        "rule",
        Blocks,
        new("ID", "id", Text),
        status,
        prefix,
        new(
            "Filter",
            "filter",
            Block,
            prefix,
            tag,
            larger,
            smaller,
            new BlockMember("And", "and", Block, prefix, tags, larger, smaller)
        ),
        new(
            "AbortIncompleteMultipartUpload",
            "abort_incomplete_multipart_upload",
            Block,
            new BlockMember("DaysAfterInitiation", "days_after_initiation", Number)
        ),
        expiration,
        transition,
        new(
            "NoncurrentVersionExpiration",
            "noncurrent_version_expiration",
            Block,
            new("NoncurrentDays", "noncurrent_days", Number),
            new BlockMember("NewerNoncurrentVersions", "newer_noncurrent_versions", Number)
        ),
        new(
            "NoncurrentVersionTransition",
            "noncurrent_version_transition",
            Blocks,
            new("NoncurrentDays", "noncurrent_days", Number),
            new("NewerNoncurrentVersions", "newer_noncurrent_versions", Number),
            storageClass
        )
    );

    private static readonly BlockMember ownLifecycleRule = new(
        "Rule",
        "lifecycle_rule",
        Blocks,
        new("ID", "id", Text),
        new("Status", "enabled", Switch),
        prefix,
        new("Filter", "", Inlined, prefix, tags, new BlockMember("And", "", Inlined, prefix, tags)),
        new(
            "AbortIncompleteMultipartUpload",
            "",
            Inlined,
            new BlockMember("DaysAfterInitiation", "abort_incomplete_multipart_upload_days", Number)
        ),
        expiration,
        transition,
        new(
            "NoncurrentVersionExpiration",
            "noncurrent_version_expiration",
            Block,
            new BlockMember("NoncurrentDays", "days", Number)
        ),
        new(
            "NoncurrentVersionTransition",
            "noncurrent_version_transition",
            Blocks,
            new("NoncurrentDays", "days", Number),
            storageClass
        )
    );

    private static readonly BlockMember corsRule = new(
        "CORSRule",
        "cors_rule",
        Blocks,
        new("ID", "id", Text),
        new("AllowedHeader", "allowed_headers", TextSet),
        new("AllowedMethod", "allowed_methods", TextSet),
        new("AllowedOrigin", "allowed_origins", TextSet),
        new("ExposeHeader", "expose_headers", TextSet),
        new("MaxAgeSeconds", "max_age_seconds", Number)
    );

    private static readonly BlockMember logging = new(
        "LoggingEnabled",
        "",
        Inlined,
        new("TargetBucket", "target_bucket", Text),
        new BlockMember("TargetPrefix", "target_prefix", Text)
    );

    private static readonly BlockMember[] website =
    [
        new("IndexDocument", "index_document", Block, new BlockMember("Suffix", "suffix", Text)),
        new("ErrorDocument", "error_document", Block, new BlockMember("Key", "key", Text)),
        new(
            "RedirectAllRequestsTo",
            "redirect_all_requests_to",
            Block,
            new("HostName", "host_name", Text),
            new BlockMember("Protocol", "protocol", Text)
        ),
        new(
            "RoutingRules",
            "",
            Inlined,
            new BlockMember(
                "RoutingRule",
                "routing_rule",
                Blocks,
                new(
                    "Condition",
                    "condition",
                    Block,
                    new("HttpErrorCodeReturnedEquals", "http_error_code_returned_equals", Text),
                    new BlockMember("KeyPrefixEquals", "key_prefix_equals", Text)
                ),
                new(
                    "Redirect",
                    "redirect",
                    Block,
                    new("HostName", "host_name", Text),
                    new("HttpRedirectCode", "http_redirect_code", Text),
                    new("Protocol", "protocol", Text),
                    new("ReplaceKeyPrefixWith", "replace_key_prefix_with", Text),
                    new("ReplaceKeyWith", "replace_key_with", Text)
                )
            )
        ),
    ];

    private static readonly BlockMember replicationRule = new(
        "Rule",
        "rule",
        Blocks,
        new("ID", "id", Text),
        new("Priority", "priority", Number),
        status,
        prefix,
        new(
            "Filter",
            "filter",
            Block,
            prefix,
            tag,
            new BlockMember("And", "and", Block, prefix, tags)
        ),
        new("DeleteMarkerReplication", "delete_marker_replication", Block, status),
        new("ExistingObjectReplication", "existing_object_replication", Block, status),
        new(
            "SourceSelectionCriteria",
            "source_selection_criteria",
            Block,
            new("SseKmsEncryptedObjects", "sse_kms_encrypted_objects", Block, status),
            new BlockMember("ReplicaModifications", "replica_modifications", Block, status)
        ),
        new(
            "Destination",
            "destination",
            Block,
            new("Account", "account", Text),
            new("Bucket", "bucket", Text),
            storageClass,
            new(
                "AccessControlTranslation",
                "access_control_translation",
                Block,
                new BlockMember("Owner", "owner", Text)
            ),
            new(
                "EncryptionConfiguration",
                "encryption_configuration",
                Block,
                new BlockMember("ReplicaKmsKeyID", "replica_kms_key_id", Text)
            ),
            new(
                "Metrics",
                "metrics",
                Block,
                status,
                new(
                    "EventThreshold",
                    "event_threshold",
                    Block,
                    new BlockMember("Minutes", "minutes", Number)
                )
            ),
            new(
                "ReplicationTime",
                "replication_time",
                Block,
                status,
                new("Time", "time", Block, new BlockMember("Minutes", "minutes", Number))
            )
        )
    );

    private static readonly BlockMember[] acl =
    [
        new(
            "Owner",
            "owner",
            Block,
            new("ID", "id", Text),
            // AWS tells it to some callers and regions only.
            new BlockMember("DisplayName", "display_name", Ignored)
        ),
        new(
            "AccessControlList",
            "",
            Inlined,
            new BlockMember(
                "Grant",
                "grant",
                Blocks,
                new(
                    "Grantee",
                    "grantee",
                    Block,
                    new("xsi:type", "type", Text),
                    new("ID", "id", Text),
                    new("URI", "uri", Text),
                    new("EmailAddress", "email_address", Text),
                    new("DisplayName", "display_name", Ignored)
                ),
                new("Permission", "permission", Text)
            )
        ),
    ];

    private static readonly FrozenDictionary<(ComparisonKind, string), BlockMember[]> shapes =
        new Dictionary<(ComparisonKind, string), BlockMember[]>
        {
            [(ComparisonKind.S3Versioning, "versioning_configuration")] =
            [
                status,
                new("MfaDelete", "mfa_delete", Enabling),
            ],
            [(ComparisonKind.S3Versioning, "versioning")] =
            [
                new("Status", "enabled", Switch),
                new("MfaDelete", "mfa_delete", Switch),
            ],
            [(ComparisonKind.S3Encryption, "rule")] = [encryptionRule],
            [(ComparisonKind.S3Encryption, "server_side_encryption_configuration")] =
            [
                encryptionRule,
            ],
            [(ComparisonKind.S3Lifecycle, "rule")] = [lifecycleRule],
            [(ComparisonKind.S3Lifecycle, "lifecycle_rule")] = [ownLifecycleRule],
            [(ComparisonKind.S3Cors, "cors_rule")] = [corsRule],
            [(ComparisonKind.S3Logging, "target_bucket")] = [logging],
            [(ComparisonKind.S3Logging, "target_prefix")] = [logging],
            [(ComparisonKind.S3Logging, "logging")] = [logging],
            [(ComparisonKind.S3Website, "index_document")] = website,
            [(ComparisonKind.S3Website, "error_document")] = website,
            [(ComparisonKind.S3Website, "redirect_all_requests_to")] = website,
            [(ComparisonKind.S3Website, "routing_rule")] = website,
            [(ComparisonKind.S3Website, "website")] =
            [
                new(
                    "IndexDocument",
                    "",
                    Inlined,
                    new BlockMember("Suffix", "index_document", Text)
                ),
                new("ErrorDocument", "", Inlined, new BlockMember("Key", "error_document", Text)),
            ],
            [(ComparisonKind.S3Replication, "rule")] = [new("Role", "role", Text), replicationRule],
            [(ComparisonKind.S3Replication, "role")] = [new("Role", "role", Text), replicationRule],
            [(ComparisonKind.S3Acl, "access_control_policy")] = acl,
        }.ToFrozenDictionary();

    /// <summary>What a setting's element has; null where the attribute is none that is known.</summary>
    public static IReadOnlyList<BlockMember>? Find(ComparisonKind kind, string attribute) =>
        shapes.GetValueOrDefault((kind, attribute));
}
