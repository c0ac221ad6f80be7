using Freshet.Terraform.Comparing;
using Freshet.Terraform.Mapping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Comparing;

/// <summary>Requests in the shapes in which the clouds' audit logs have them, through the built-in map.</summary>
public sealed class AuditedCallTests
{
    [Theory]
    [InlineData(
        "ec2",
        "ModifyInstanceAttribute",
        "aws_instance",
        "instance_type",
        """{"instanceId": "i-1", "instanceType": {"value": "t3.large"}}""",
        "\"t3.micro\"",
        "\"t3.large\""
    )]
    [InlineData(
        "ec2",
        "ModifyInstanceAttribute",
        "aws_instance",
        "disable_api_termination",
        """{"instanceId": "i-1", "disableApiTermination": {"value": false}}""",
        "true",
        "false"
    )]
    [InlineData(
        "ec2",
        "ModifyInstanceAttribute",
        "aws_instance",
        "vpc_security_group_ids",
        """{"instanceId": "i-1", "groupSet": {"items": [{"groupId": "sg-2"}, {"groupId": "sg-1"}]}}""",
        """["sg-1"]""",
        """["sg-1", "sg-2"]"""
    )]
    [InlineData(
        "ec2",
        "ModifyVolume",
        "aws_ebs_volume",
        "size",
        """{"ModifyVolumeRequest": {"VolumeId": "vol-1", "Size": 100}}""",
        "8",
        "100"
    )]
    [InlineData(
        "ec2",
        "StopInstances",
        "aws_instance",
        "instance_state",
        """{"instancesSet": {"items": [{"instanceId": "i-1"}]}, "force": false}""",
        "\"running\"",
        "\"stopped\""
    )]
    [InlineData(
        "ec2",
        "CreateTags",
        "aws_instance",
        "tags",
        """{"resourcesSet": {"items": [{"resourceId": "i-1"}]}, "tagSet": {"items": [{"key": "Owner", "value": "me"}]}}""",
        """{"Name": "web"}""",
        """{"Name": "web", "Owner": "me"}"""
    )]
    [InlineData(
        "ec2",
        "DeleteTags",
        "aws_instance",
        "tags",
        """{"resourcesSet": {"items": [{"resourceId": "i-1"}]}, "tagSet": {"items": [{"key": "Name"}]}}""",
        """{"Name": "web"}""",
        "{}"
    )]
    [InlineData(
        "iam",
        "UpdateAssumeRolePolicy",
        "aws_iam_role",
        "assume_role_policy",
        """{"roleName": "r", "policyDocument": "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": []\n}"}""",
        "\"{}\"",
        "\"{\\\"Statement\\\":[],\\\"Version\\\":\\\"2012-10-17\\\"}\""
    )]
    [InlineData(
        "iam",
        "AddUserToGroup",
        "aws_iam_group_membership",
        "users",
        """{"groupName": "ops", "userName": "mallory"}""",
        """["alice"]""",
        """["alice", "mallory"]"""
    )]
    [InlineData(
        "iam",
        "DeleteRolePermissionsBoundary",
        "aws_iam_role",
        "permissions_boundary",
        """{"roleName": "r"}""",
        "\"arn:aws:iam::aws:policy/ReadOnlyAccess\"",
        "\"\""
    )]
    [InlineData(
        "s3",
        "PutBucketPublicAccessBlock",
        "aws_s3_bucket_public_access_block",
        "block_public_acls",
        """{"bucketName": "b", "publicAccessBlock": "", "PublicAccessBlockConfiguration": {"xmlns": "http://s3.amazonaws.com/doc/2006-03-01/", "BlockPublicAcls": false, "BlockPublicPolicy": true}}""",
        "true",
        "false"
    )]
    [InlineData(
        "s3",
        "PutBucketTagging",
        "aws_s3_bucket",
        "tags",
        """{"bucketName": "b", "tagging": "", "Tagging": {"xmlns": "http://s3.amazonaws.com/doc/2006-03-01/", "TagSet": {"Tag": {"Key": "Env", "Value": "prod"}}}}""",
        """{"Env": "test", "Team": "a"}""",
        """{"Env": "prod"}"""
    )]
    [InlineData(
        "s3",
        "DeleteBucketTagging",
        "aws_s3_bucket",
        "tags",
        """{"bucketName": "b", "tagging": ""}""",
        """{"Env": "test"}""",
        "{}"
    )]
    [InlineData(
        "s3",
        "PutBucketPolicy",
        "aws_s3_bucket_policy",
        "policy",
        """{"bucketName": "b", "policy": "", "bucketPolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}}""",
        "\"\"",
        """
            "{\"Statement\":[{\"Action\":\"s3:GetObject\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"arn:aws:s3:::b/*\"}],\"Version\":\"2012-10-17\"}"
            """
    )]
    [InlineData(
        "rds",
        "ModifyDBInstance",
        "aws_db_instance",
        "publicly_accessible",
        """{"dBInstanceIdentifier": "db", "publiclyAccessible": true, "applyImmediately": true}""",
        "false",
        "true"
    )]
    [InlineData(
        "lambda",
        "UpdateFunctionConfiguration20150331v2",
        "aws_lambda_function",
        "timeout",
        """{"functionName": "f", "timeout": 30}""",
        "3",
        "30"
    )]
    [InlineData(
        "lambda",
        "TagResource20170331v2",
        "aws_lambda_function",
        "tags",
        """{"resource": "arn:aws:lambda:eu-west-1:123456789012:function:f", "tags": {"a": "b"}}""",
        "null",
        """{"a": "b"}"""
    )]
    [InlineData(
        "eks",
        "UpdateClusterConfig",
        "aws_eks_cluster",
        "vpc_config.public_access_cidrs",
        """{"name": "c", "resourcesVpcConfig": {"endpointPublicAccess": true, "publicAccessCidrs": ["0.0.0.0/0"]}}""",
        """["192.0.2.0/24"]""",
        """["0.0.0.0/0"]"""
    )]
    [InlineData(
        "elb",
        "ModifyLoadBalancerAttributes",
        "aws_lb",
        "enable_deletion_protection",
        """{"loadBalancerArn": "a", "attributes": [{"key": "deletion_protection.enabled", "value": "false"}, {"key": "idle_timeout.timeout_seconds", "value": "60"}]}""",
        "true",
        "false"
    )]
    [InlineData(
        "sqs",
        "SetQueueAttributes",
        "aws_sqs_queue",
        "visibility_timeout_seconds",
        """{"queueUrl": "u", "attributes": {"VisibilityTimeout": "120"}}""",
        "30",
        "120"
    )]
    [InlineData(
        "logs",
        "DeleteRetentionPolicy",
        "aws_cloudwatch_log_group",
        "retention_in_days",
        """{"logGroupName": "g"}""",
        "14",
        "0"
    )]
    public void A_call_of_AWS_changes_an_attribute(
        string service,
        string name,
        string type,
        string attribute,
        string request,
        string old,
        string now
    ) =>
        Comparison
            .OfCall(service, name, type, attribute, request, Attributes(attribute, old))
            .ShouldBe(old, now);

    [Theory]
    [InlineData(
        "ec2",
        "ModifyInstanceMetadataOptions",
        "aws_instance",
        "metadata_options.http_put_response_hop_limit",
        """{"ModifyInstanceMetadataOptionsRequest": {"InstanceId": "i-1", "HttpPutResponseHopLimit": 2, "HttpTokens": "required"}}""",
        "2"
    )]
    [InlineData(
        "iam",
        "PutRolePolicy",
        "aws_iam_role_policy",
        "policy",
        """{"roleName": "r", "policyName": "p", "policyDocument": "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\"],\"Resource\":[\"*\"]}]}"}""",
        """
            "{\"Statement\": {\"Action\": \"S3:*\", \"Effect\": \"Allow\", \"Resource\": \"*\"}}"
            """
    )]
    [InlineData(
        "iam",
        "TagRole",
        "aws_iam_role",
        "tags",
        """{"roleName": "r", "tags": [{"key": "a", "value": "b"}]}""",
        """{"a": "b", "c": "d"}"""
    )]
    [InlineData(
        "sns",
        "SetSubscriptionAttributes",
        "aws_sns_topic_subscription",
        "raw_message_delivery",
        """{"subscriptionArn": "s", "attributeName": "RawMessageDelivery", "attributeValue": "true"}""",
        "true"
    )]
    [InlineData(
        "sqs",
        "UntagQueue",
        "aws_sqs_queue",
        "tags",
        """{"queueUrl": "u", "tagKeys": ["x"]}""",
        """{"a": "b"}"""
    )]
    [InlineData(
        "cloudtrail",
        "UpdateTrail",
        "aws_cloudtrail",
        "kms_key_id",
        """{"name": "t", "kmsKeyId": "0a1b"}""",
        "\"arn:aws:kms:eu-west-1:123456789012:key/0a1b\""
    )]
    public void A_call_of_AWS_leaves_an_attribute_as_it_is(
        string service,
        string name,
        string type,
        string attribute,
        string request,
        string old
    ) =>
        Comparison
            .OfCall(service, name, type, attribute, request, Attributes(attribute, old))
            .Kind.ShouldBe(FindingKind.Same);

    [Theory]
    [InlineData(
        "compute",
        "instances.setLabels",
        "google_compute_instance",
        "labels",
        """{"@type": "type.googleapis.com/compute.instances.setLabels", "labels": [{"key": "env", "value": "prod"}], "labelFingerprint": "x"}""",
        """{"env": "test"}""",
        """{"env": "prod"}"""
    )]
    [InlineData(
        "compute",
        "instances.setMachineType",
        "google_compute_instance",
        "machine_type",
        """{"machineType": "zones/europe-west1-b/machineTypes/e2-small"}""",
        "\"e2-micro\"",
        "\"e2-small\""
    )]
    [InlineData(
        "compute",
        "firewalls.patch",
        "google_compute_firewall",
        "source_ranges",
        """{"name": "f", "sourceRanges": ["0.0.0.0/0"]}""",
        """["10.0.0.0/8"]""",
        """["0.0.0.0/0"]"""
    )]
    [InlineData(
        "compute",
        "disks.resize",
        "google_compute_disk",
        "size",
        """{"sizeGb": "20"}""",
        "10",
        "20"
    )]
    [InlineData(
        "projects",
        "SetIamPolicy",
        "google_project_iam_policy",
        "policy_data",
        """{"resource": "p", "policy": {"etag": "BwX", "bindings": [{"role": "roles/owner", "members": ["user:b@x"]}]}}""",
        "\"{\\\"bindings\\\":[{\\\"members\\\":[\\\"user:a@x\\\"],\\\"role\\\":\\\"roles/owner\\\"}]}\"",
        "\"{\\\"bindings\\\":[{\\\"members\\\":[\\\"user:b@x\\\"],\\\"role\\\":\\\"roles/owner\\\"}]}\""
    )]
    public void A_call_of_Google_changes_an_attribute(
        string service,
        string name,
        string type,
        string attribute,
        string request,
        string old,
        string now
    ) =>
        Comparison
            .OfCall(
                service,
                name,
                type,
                attribute,
                request,
                Attributes(attribute, old),
                CloudProvider.Gcp
            )
            .ShouldBe(old, now);

    [Theory]
    [InlineData(
        "network",
        "networkSecurityGroups/securityRules/write",
        "azurerm_network_security_rule",
        "access",
        """{"properties": {"access": "Allow", "protocol": "*", "priority": 100}}""",
        "\"Deny\"",
        "\"Allow\""
    )]
    [InlineData(
        "network",
        "virtualNetworks/subnets/write",
        "azurerm_subnet",
        "address_prefixes",
        """{"properties": {"addressPrefix": "10.0.2.0/24"}}""",
        """["10.0.1.0/24"]""",
        """["10.0.2.0/24"]"""
    )]
    [InlineData(
        "sql",
        "servers/write",
        "azurerm_mssql_server",
        "public_network_access_enabled",
        """{"properties": {"publicNetworkAccess": "Enabled"}}""",
        "false",
        "true"
    )]
    [InlineData(
        "compute",
        "virtualMachines/write",
        "azurerm_linux_virtual_machine",
        "tags",
        """{"tags": {"ENV": "prod"}}""",
        """{"env": "test"}""",
        """{"env": "prod"}"""
    )]
    public void An_operation_of_Azure_changes_an_attribute(
        string service,
        string name,
        string type,
        string attribute,
        string request,
        string old,
        string now
    ) =>
        Comparison
            .OfCall(
                service,
                name,
                type,
                attribute,
                // The activity log has the body as text.
                System.Text.Json.Nodes.JsonValue.Create(request).ToJsonString(),
                Attributes(attribute, old),
                CloudProvider.Azure
            )
            .ShouldBe(old, now);

    /// <summary>The attribute, in its block where it is in one.</summary>
    private static string Attributes(string attribute, string value) =>
        attribute
            .Split('.')
            .Reverse()
            .Aggregate(
                (Json: value, IsFirst: true),
                (inner, name) =>
                    (
                        inner.IsFirst
                            ? $"{{\"{name}\": {inner.Json}}}"
                            : $"{{\"{name}\": [{inner.Json}]}}",
                        false
                    )
            )
            .Json;
}
