using Freshet.Terraform.Comparing;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Comparing;

public sealed class BucketComparisonTests
{
    private const string Namespace = "\"xmlns\": \"http://s3.amazonaws.com/doc/2006-03-01/\"";

    [Theory]
    [InlineData("Enabled", """[{"status": "Enabled", "mfa_delete": ""}]""")]
    [InlineData("Suspended", """[{"status": "Suspended", "mfa_delete": "Disabled"}]""")]
    public void Versioning_is_as_it_was(string status, string state) =>
        Versioning(status, "aws_s3_bucket_versioning", "versioning_configuration", state)
            .Kind.ShouldBe(FindingKind.Same);

    [Fact]
    public void Versioning_is_suspended()
    {
        Versioning(
                "Suspended",
                "aws_s3_bucket_versioning",
                "versioning_configuration",
                """[{"mfa_delete": "", "status": "Enabled"}]"""
            )
            .ShouldBe(
                """[{"mfa_delete": "", "status": "Enabled"}]""",
                """[{"status": "Suspended", "mfa_delete": ""}]"""
            );
        Versioning(
                "Suspended",
                "aws_s3_bucket",
                "versioning",
                """[{"enabled": true, "mfa_delete": false}]"""
            )
            .ShouldBe(
                """[{"enabled": true, "mfa_delete": false}]""",
                """[{"enabled": false, "mfa_delete": null}]"""
            );
    }

    [Fact]
    public void Versioning_that_needs_a_second_factor_is_another() =>
        Versioning(
            "Enabled",
            "aws_s3_bucket_versioning",
            "versioning_configuration",
            """[{"mfa_delete": "Enabled", "status": "Enabled"}]"""
        )
            .Kind.ShouldBe(FindingKind.Different);

    [Theory]
    [InlineData("AES256", null, nameof(FindingKind.Different))]
    [InlineData("aws:kms", "arn:aws:kms:eu-west-1:123456789012:key/1", nameof(FindingKind.Same))]
    [InlineData(
        "aws:kms",
        "arn:aws:kms:eu-west-1:123456789012:key/2",
        nameof(FindingKind.Different)
    )]
    public void Encryption_is_its_algorithm_and_key(string algorithm, string? key, string kind)
    {
        var id = key is null ? "" : $", \"KMSMasterKeyID\": \"{key}\"";
        var request = $$$$"""
            {"ServerSideEncryptionConfiguration": { {{{{Namespace}}}}, "Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "{{{{algorithm}}}}"{{{{id}}}} }, "BucketKeyEnabled": true}}}
            """;
        const string rule = """
            {"apply_server_side_encryption_by_default": [{"kms_master_key_id": "arn:aws:kms:eu-west-1:123456789012:key/1", "sse_algorithm": "aws:kms"}], "bucket_key_enabled": true}
            """;
        var expected = Enum.Parse<FindingKind>(kind);
        Bucket(
            "PutBucketEncryption",
            "aws_s3_bucket_server_side_encryption_configuration",
            "rule",
            request,
            $"[{rule}]"
        )
            .Kind.ShouldBe(expected);
        Bucket(
            "PutBucketEncryption",
            "aws_s3_bucket",
            "server_side_encryption_configuration",
            request,
            $$$$"""[{"rule": [{{{{rule}}}}]}]"""
        )
            .Kind.ShouldBe(expected);
    }

    [Fact]
    public void Encryption_is_told_in_the_form_of_the_state() =>
        Bucket(
                "PutBucketEncryption",
                "aws_s3_bucket_server_side_encryption_configuration",
                "rule",
                """{"ServerSideEncryptionConfiguration": {"Rule": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}}""",
                """[{"apply_server_side_encryption_by_default": [{"kms_master_key_id": "k", "sse_algorithm": "aws:kms"}], "bucket_key_enabled": true}]"""
            )
            .ShouldBe(
                """[{"apply_server_side_encryption_by_default": [{"kms_master_key_id": "k", "sse_algorithm": "aws:kms"}], "bucket_key_enabled": true}]""",
                """[{"apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256", "kms_master_key_id": ""}], "bucket_key_enabled": null}]"""
            );

    [Fact]
    public void Lifecycle_rules_are_compared_whole()
    {
        const string request = """
            {"LifecycleConfiguration": {"Rule": [
              {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 30},
               "Transition": [{"Days": 7, "StorageClass": "GLACIER"}, {"Days": 3, "StorageClass": "STANDARD_IA"}]},
              {"ID": "parts", "Status": "Enabled", "Filter": {"And": {"Prefix": "", "Tag": [{"Key": "a", "Value": "b"}]}}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": "2"}}]}}
            """;
        const string state = """
            [{"abort_incomplete_multipart_upload": [{"days_after_initiation": 2}], "expiration": [], "filter": [{"and": [{"object_size_greater_than": 0, "object_size_less_than": 0, "prefix": "", "tags": {"a": "b"}}], "prefix": "", "tag": []}],
              "id": "parts", "noncurrent_version_expiration": [], "noncurrent_version_transition": [], "prefix": "", "status": "Enabled", "transition": []},
             {"abort_incomplete_multipart_upload": [], "expiration": [{"date": "", "days": 30, "expired_object_delete_marker": false}], "filter": [{"and": [], "object_size_greater_than": "", "object_size_less_than": "", "prefix": "logs/", "tag": []}],
              "id": "old", "noncurrent_version_expiration": [], "noncurrent_version_transition": [], "prefix": "", "status": "Enabled",
              "transition": [{"date": "", "days": 3, "storage_class": "STANDARD_IA"}, {"date": "", "days": 7, "storage_class": "GLACIER"}]}]
            """;
        Lifecycle(request).Kind.ShouldBe(FindingKind.Same);
        Lifecycle(request.Replace("30", "31", StringComparison.Ordinal))
            .Kind.ShouldBe(FindingKind.Different);
        Lifecycle(request.Replace("\"b\"", "\"c\"", StringComparison.Ordinal))
            .Kind.ShouldBe(FindingKind.Different);
        Lifecycle(request.Replace("GLACIER", "DEEP_ARCHIVE", StringComparison.Ordinal))
            .Kind.ShouldBe(FindingKind.Different);
        Lifecycle(request.Replace("DaysAfterInitiation", "New", StringComparison.Ordinal))
            .Kind.ShouldBe(FindingKind.Unreadable);

        static AttributeFinding Lifecycle(string request) =>
            Bucket(
                "PutBucketLifecycle",
                "aws_s3_bucket_lifecycle_configuration",
                "rule",
                request,
                state
            );
    }

    [Theory]
    [InlineData("2030-01-01T00:00:00.000Z", nameof(FindingKind.Same))]
    [InlineData("2030-01-02T00:00:00Z", nameof(FindingKind.Different))]
    public void Lifecycle_rules_of_the_bucket_itself_are_compared(string date, string kind) =>
        Bucket(
            "PutBucketLifecycle",
            "aws_s3_bucket",
            "lifecycle_rule",
            $$$$"""
            {"LifecycleConfiguration": {"Rule": {"ID": "a", "Status": "Enabled", "Filter": {"And": {"Prefix": "p", "Tag": {"Key": "k", "Value": "v"}}}, "Expiration": {"Date": "{{{{date}}}}"}, "NoncurrentVersionExpiration": {"NoncurrentDays": 9} } } }
            """,
            """
            [{"abort_incomplete_multipart_upload_days": 0, "enabled": true, "expiration": [{"date": "2030-01-01", "days": 0, "expired_object_delete_marker": false}], "id": "a", "noncurrent_version_expiration": [{"days": 9}], "noncurrent_version_transition": [], "prefix": "p", "tags": {"k": "v"}, "transition": []}]
            """
        )
            .Kind.ShouldBe(Enum.Parse<FindingKind>(kind));

    [Fact]
    public void Cors_rules_are_a_set_where_the_state_has_no_order_of_them()
    {
        const string request = """
            {"CORSConfiguration": {"CORSRule": [{"AllowedMethod": ["GET", "PUT"], "AllowedOrigin": "https://a.example", "MaxAgeSeconds": 60}, {"AllowedMethod": "HEAD", "AllowedOrigin": "*"}]}}
            """;
        const string get = """
            {"allowed_headers": null, "allowed_methods": ["PUT", "GET"], "allowed_origins": ["https://a.example"], "expose_headers": [], "id": "", "max_age_seconds": 60}
            """;
        const string head = """
            {"allowed_headers": [], "allowed_methods": ["HEAD"], "allowed_origins": ["*"], "expose_headers": [], "id": "", "max_age_seconds": 0}
            """;
        Cors("aws_s3_bucket_cors_configuration", $"[{get},{head}]").ShouldBe(FindingKind.Same);
        Cors("aws_s3_bucket_cors_configuration", $"[{head},{get}]").ShouldBe(FindingKind.Same);
        Cors("aws_s3_bucket_cors_configuration", $"[{get}]").ShouldBe(FindingKind.Different);
        Cors("aws_s3_bucket", $"[{get},{head}]").ShouldBe(FindingKind.Same);
        Cors("aws_s3_bucket", $"[{head},{get}]").ShouldBe(FindingKind.Different);

        static FindingKind Cors(string type, string state) =>
            Bucket("PutBucketCors", type, "cors_rule", request, state).Kind;
    }

    [Fact]
    public void Logging_goes_to_another_bucket_or_nowhere()
    {
        const string request = """
            {"BucketLoggingStatus": {"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "a/"}}}
            """;
        Logging("aws_s3_bucket_logging", "target_bucket", "\"logs\"", request)
            .Kind.ShouldBe(FindingKind.Same);
        Logging("aws_s3_bucket_logging", "target_prefix", "\"\"", request)
            .ShouldBe("\"\"", "\"a/\"");
        Logging(
                "aws_s3_bucket_logging",
                "target_bucket",
                "\"logs\"",
                $$$$"""{"BucketLoggingStatus": { {{{{Namespace}}}} }}"""
            )
            .ShouldBe("\"logs\"", "\"\"");
        Logging(
                "aws_s3_bucket",
                "logging",
                """[{"target_bucket": "logs", "target_prefix": "b/"}]""",
                request
            )
            .ShouldBe(
                """[{"target_bucket": "logs", "target_prefix": "b/"}]""",
                """[{"target_bucket": "logs", "target_prefix": "a/"}]"""
            );
        Logging("aws_s3_bucket", "logging", "[]", "{\"BucketLoggingStatus\": \"\"}")
            .Kind.ShouldBe(FindingKind.Same);
        Logging(
            "aws_s3_bucket_logging",
            "target_bucket",
            "\"logs\"",
            """{"BucketLoggingStatus": {"LoggingEnabled": {"TargetBucket": "logs", "TargetGrants": {"Grant": {}}}}}"""
        )
            .Kind.ShouldBe(FindingKind.Unreadable);

        static AttributeFinding Logging(
            string type,
            string attribute,
            string state,
            string request
        ) => Bucket("PutBucketLogging", type, attribute, request, state);
    }

    [Fact]
    public void A_website_is_compared_part_by_part()
    {
        const string request = """
            {"WebsiteConfiguration": {"IndexDocument": {"Suffix": "index.html"}, "RoutingRules": {"RoutingRule": {"Condition": {"KeyPrefixEquals": "old/"}, "Redirect": {"ReplaceKeyPrefixWith": "new/"}}}}}
            """;
        Website("index_document", """[{"suffix": "index.html"}]""").Kind.ShouldBe(FindingKind.Same);
        Website("index_document", """[{"suffix": "home.html"}]""")
            .ShouldBe("""[{"suffix": "home.html"}]""", """[{"suffix": "index.html"}]""");
        Website("error_document", "[]").Kind.ShouldBe(FindingKind.Same);
        Website("error_document", """[{"key": "e.html"}]""")
            .ShouldBe("""[{"key": "e.html"}]""", "[]");
        Website(
            "routing_rule",
            """[{"condition": [{"http_error_code_returned_equals": "", "key_prefix_equals": "old/"}], "redirect": [{"host_name": "", "http_redirect_code": "", "protocol": "", "replace_key_prefix_with": "new/", "replace_key_with": ""}]}]"""
        )
            .Kind.ShouldBe(FindingKind.Same);
        Bucket("PutBucketWebsite", "aws_s3_bucket", "website", request, "[]")
            .Kind.ShouldBe(FindingKind.Unreadable);
        Bucket(
            "PutBucketWebsite",
            "aws_s3_bucket",
            "website",
            """{"WebsiteConfiguration": {"IndexDocument": {"Suffix": "index.html"}}}""",
            """[{"error_document": "", "index_document": "index.html", "redirect_all_requests_to": "", "routing_rules": ""}]"""
        )
            .Kind.ShouldBe(FindingKind.Same);
        Bucket(
            "PutBucketWebsite",
            "aws_s3_bucket",
            "website",
            """{"WebsiteConfiguration": {"IndexDocument": {"Suffix": "index.html"}}}""",
            """[{"error_document": "", "index_document": "index.html", "redirect_all_requests_to": "", "routing_rules": "[{}]"}]"""
        )
            .Kind.ShouldBe(FindingKind.Unreadable);

        static AttributeFinding Website(string attribute, string state) =>
            Bucket(
                "PutBucketWebsite",
                "aws_s3_bucket_website_configuration",
                attribute,
                request,
                state
            );
    }

    [Fact]
    public void Replication_is_its_role_and_rules()
    {
        const string request = """
            {"ReplicationConfiguration": {"Role": "arn:aws:iam::123456789012:role/r", "Rule": {"ID": "all", "Priority": 1, "Status": "Enabled", "Filter": "", "DeleteMarkerReplication": {"Status": "Disabled"}, "Destination": {"Bucket": "arn:aws:s3:::copy", "StorageClass": "STANDARD"}}}}
            """;
        const string state = """
            [{"delete_marker_replication": [{"status": "Disabled"}], "destination": [{"access_control_translation": [], "account": "", "bucket": "arn:aws:s3:::copy", "encryption_configuration": [], "metrics": [], "replication_time": [], "storage_class": "STANDARD"}], "existing_object_replication": [], "filter": [{"and": [], "prefix": "", "tag": []}], "id": "all", "prefix": "", "priority": 1, "source_selection_criteria": [], "status": "Enabled"}]
            """;
        Replication("rule", request).Kind.ShouldBe(FindingKind.Same);
        Replication("rule", request.Replace(":copy", ":other", StringComparison.Ordinal))
            .Kind.ShouldBe(FindingKind.Different);
        Replication("role", request, "\"arn:aws:iam::123456789012:role/s\"")
            .ShouldBe(
                "\"arn:aws:iam::123456789012:role/s\"",
                "\"arn:aws:iam::123456789012:role/r\""
            );

        static AttributeFinding Replication(string attribute, string request, string old = state) =>
            Bucket(
                "PutBucketReplication",
                "aws_s3_bucket_replication_configuration",
                attribute,
                request,
                old
            );
    }

    [Fact]
    public void Grants_of_an_ACL_are_a_set()
    {
        const string request = """
            {"AccessControlPolicy": {"Owner": {"ID": "o"}, "AccessControlList": {"Grant": [
              {"Grantee": {"xsi:type": "Group", "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance", "URI": "http://acs.amazonaws.com/groups/s3/LogDelivery"}, "Permission": "WRITE"},
              {"Grantee": {"xsi:type": "CanonicalUser", "ID": "o", "DisplayName": "me"}, "Permission": "FULL_CONTROL"}]}}}
            """;
        const string state = """
            [{"grant": [
               {"grantee": [{"display_name": "", "email_address": "", "id": "o", "type": "CanonicalUser", "uri": ""}], "permission": "FULL_CONTROL"},
               {"grantee": [{"display_name": "", "email_address": "", "id": "", "type": "Group", "uri": "http://acs.amazonaws.com/groups/s3/LogDelivery"}], "permission": "WRITE"}],
              "owner": [{"display_name": "owner", "id": "o"}]}]
            """;
        Acl(request).Kind.ShouldBe(FindingKind.Same);
        Acl(request.Replace("LogDelivery", "AllUsers", StringComparison.Ordinal))
            .Kind.ShouldBe(FindingKind.Different);

        static AttributeFinding Acl(string request) =>
            Bucket("PutBucketAcl", "aws_s3_bucket_acl", "access_control_policy", request, state);
    }

    [Theory]
    [InlineData("""{"VersioningConfiguration": {"Status": "Enabled", "New": "x"}}""")]
    [InlineData("""{"VersioningConfiguration": {"Status": {"Enabled": true}}}""")]
    [InlineData("""{"VersioningConfiguration": "Enabled"}""")]
    [InlineData("""{"VersioningConfiguration": [{"Status": "Enabled"}]}""")]
    public void Another_shape_is_unreadable(string request) =>
        Bucket(
            "PutBucketVersioning",
            "aws_s3_bucket_versioning",
            "versioning_configuration",
            request,
            """[{"status": "Enabled", "mfa_delete": ""}]"""
        )
            .Kind.ShouldBe(FindingKind.Unreadable);

    [Fact]
    public void A_state_with_more_than_is_known_is_unreadable_rather_than_the_same() =>
        Versioning(
            "Enabled",
            "aws_s3_bucket_versioning",
            "versioning_configuration",
            """[{"status": "Enabled", "new": "x"}]"""
        )
            .Kind.ShouldBe(FindingKind.Unreadable);

    private static AttributeFinding Versioning(
        string status,
        string type,
        string attribute,
        string state
    ) =>
        Bucket(
            "PutBucketVersioning",
            type,
            attribute,
            $$$$"""{"VersioningConfiguration": { {{{{Namespace}}}}, "Status": "{{{{status}}}}"}}""",
            state
        );

    private static AttributeFinding Bucket(
        string name,
        string type,
        string attribute,
        string request,
        string state
    )
    {
        var own = type == "aws_s3_bucket" ? ", \"bucket_domain_name\": \"b.s3.amazonaws.com\"" : "";
        return Comparison.OfCall(
            "s3",
            name,
            type,
            attribute,
            request,
            $$$$"""{"{{{{attribute}}}}": {{{{state}}}}{{{{own}}}}}"""
        );
    }
}
