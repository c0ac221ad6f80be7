namespace Freshet.LoadTest.Drift;

/// <summary>A call that alerts tell of, each time of another resource.</summary>
/// <param name="Kind">What has to become of it.</param>
/// <param name="Service">Who was called, as CloudTrail names it; empty where nobody was.</param>
/// <param name="Name">The call's name; of a system call that of Falco's event.</param>
/// <param name="Request">The request, JSON, for the number of a resource.</param>
/// <param name="Type">The type of the resource that it changes; empty where it changes none.</param>
/// <param name="Attribute">What it changes of it.</param>
internal sealed record AlertCall(
    AlertKind Kind,
    string Service,
    string Name,
    Func<int, string> Request,
    string Type = "",
    string Attribute = ""
)
{
    private const string Ec2 = "ec2.amazonaws.com";
    private const string S3 = "s3.amazonaws.com";
    private const string Iam = "iam.amazonaws.com";

    /// <summary>One of each sort, half of them changes; those that follow on one another are different.</summary>
    public static IReadOnlyList<AlertCall> Mix { get; } =
    [
        Open(AlertKind.Changes, 22),
        Describe(),
        Suspend(),
        Syscall(),
        Allow(AlertKind.Changes, "s3:*"),
        Open(AlertKind.Confirms, 443),
        Resize(),
        Open(AlertKind.Terraforms, 22),
        Publish(),
        ReadPolicy(),
        Open(AlertKind.Changes, 3389),
        Syscall(),
        Suspend(),
        Allow(AlertKind.Confirms, LargeState.AllowedAction),
        Allow(AlertKind.Changes, "iam:PassRole"),
        Allow(AlertKind.Terraforms, "s3:*"),
    ];

    private static AlertCall Open(AlertKind kind, int port) =>
        new(
            kind,
            Ec2,
            "AuthorizeSecurityGroupIngress",
            number =>
                $$$"""{"groupId":"{{{LargeState.SecurityGroupId(
                    number
                )}}}","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":{{{port}}},"toPort":{{{port}}},"groups":{},"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]},"ipv6Ranges":{},"prefixListIds":{}}]}}""",
            "aws_security_group",
            "ingress"
        );

    private static AlertCall Suspend() =>
        new(
            AlertKind.Changes,
            S3,
            "PutBucketVersioning",
            number =>
                $$$"""{"bucketName":"{{{LargeState.BucketName(
                    number
                )}}}","Host":"s3.eu-west-1.amazonaws.com","VersioningConfiguration":{"Status":"Suspended","xmlns":"http://s3.amazonaws.com/doc/2006-03-01/"},"versioning":""}""",
            "aws_s3_bucket_versioning",
            "versioning_configuration"
        );

    private static AlertCall Allow(AlertKind kind, string action) =>
        new(
            kind,
            Iam,
            "CreatePolicyVersion",
            number =>
                $$"""{"policyArn":"{{LargeState.PolicyArn(
                    number
                )}}","policyDocument":"{{LargeState.PolicyOf(number, action).Replace(
                    "\"",
                    "\\\"",
                    StringComparison.Ordinal
                )}}","setAsDefault":true}""",
            "aws_iam_policy",
            "policy"
        );

    private static AlertCall Resize() =>
        new(
            AlertKind.Changes,
            Ec2,
            "ModifyInstanceAttribute",
            number =>
                $$$"""{"instanceId":"{{{LargeState.InstanceId(
                    number
                )}}}","instanceType":{"value":"m7g.4xlarge"}}""",
            "aws_instance",
            "instance_type"
        );

    private static AlertCall Publish() =>
        new(
            AlertKind.Changes,
            Ec2,
            "ModifySubnetAttribute",
            number =>
                $$$"""{"subnetId":"{{{LargeState.SubnetId(
                    number
                )}}}","mapPublicIpOnLaunch":{"value":true}}""",
            "aws_subnet",
            "map_public_ip_on_launch"
        );

    private static AlertCall Describe() =>
        new(
            AlertKind.Reads,
            Ec2,
            "DescribeSecurityGroups",
            number =>
                $$$"""{"maxResults":1000,"securityGroupIdSet":{"items":[{"groupId":"{{{LargeState.SecurityGroupId(
                    number
                )}}}"}]},"filterSet":{}}"""
        );

    private static AlertCall ReadPolicy() =>
        new(
            AlertKind.Reads,
            S3,
            "GetBucketPolicy",
            number => $$"""{"bucketName":"{{LargeState.BucketName(number)}}","policy":""}"""
        );

    private static AlertCall Syscall() =>
        new(AlertKind.Syscall, "", "execve", number => $"sh -c id # {number}");
}
