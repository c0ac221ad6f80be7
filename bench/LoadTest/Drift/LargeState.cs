using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freshet.LoadTest.Drift;

/// <summary>
/// A state of Terraform as a company of some size has it: security groups, buckets with their versioning, IAM policies, instances and subnets, equally many of each, some 2 KB each,
/// by <c>count</c> in modules of a <c>count</c> of their own.
/// </summary>
internal static class LargeState
{
    public const string Account = "123456789012";

    /// <summary>What its policies allow; an alert that changes one allows something else.</summary>
    public const string AllowedAction = "s3:GetObject";

    private const string Region = "eu-west-1";
    private const int InstancesOfModule = 100;
    private const int Tags = 9;

    /// <summary>What a resource of each kind is called, and what it has.</summary>
    private static readonly (string Type, string Name, Func<int, JsonObject> Attributes)[] Types =
    [
        ("aws_security_group", "web", SecurityGroup),
        ("aws_s3_bucket", "data", Bucket),
        ("aws_s3_bucket_versioning", "data", Versioning),
        ("aws_iam_policy", "access", Policy),
        ("aws_instance", "app", Instance),
        ("aws_subnet", "private", Subnet),
    ];

    /// <summary>So many resources make one of each type.</summary>
    public static int Kinds => Types.Length;

    public static string SecurityGroupId(int number) => Id("sg", number);

    public static string BucketName(int number) => Text($"shop-data-{number}");

    public static string PolicyArn(int number) =>
        Text($"arn:aws:iam::{Account}:policy/access-{number}");

    public static string InstanceId(int number) => Id("i", number);

    public static string SubnetId(int number) => Id("subnet", number);

    /// <summary>What a policy says that allows the action.</summary>
    public static string PolicyOf(int number, string action) =>
        Text(
            $$"""{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["{{action}}","s3:ListBucket"],"Resource":["arn:aws:s3:::{{BucketName(number)}}","arn:aws:s3:::{{BucketName(number)}}/*"]}]}"""
        );

    /// <summary>The address of a resource.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="number">Its number among those of its type.</param>
    public static string Address(string type, int number)
    {
        var name = Array.Find(Types, one => one.Type == type).Name;
        return Text(
            $"{Module(number / InstancesOfModule)}.{type}.{name}[{number % InstancesOfModule}]"
        );
    }

    /// <summary>Writes the state; its file appears whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="resources">How many resources; at least <see cref="Kinds"/>.</param>
    public static void Write(string path, int resources)
    {
        var unfinished = path + ".new";
        using (var file = File.Create(unfinished))
        using (var writer = new Utf8JsonWriter(file))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 4);
            writer.WriteString("terraform_version", "1.9.5");
            writer.WriteNumber("serial", 1);
            writer.WriteString("lineage", "5d1f7c62-0b1e-4a56-8f0e-6c2a3a9b7d10");
            writer.WriteStartObject("outputs");
            writer.WriteEndObject();
            writer.WriteStartArray("resources");
            for (var i = 0; i < Kinds; i++)
            {
                var count = (resources + Kinds - 1 - i) / Kinds;
                foreach (var numbers in Enumerable.Range(0, count).Chunk(InstancesOfModule))
                {
                    Resource(i, numbers).WriteTo(writer);
                }
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        File.Move(unfinished, path, overwrite: true);
    }

    private static JsonObject Resource(int kind, int[] numbers)
    {
        var (type, name, attributes) = Types[kind];
        return new()
        {
            ["module"] = Module(numbers[0] / InstancesOfModule),
            ["mode"] = "managed",
            ["type"] = type,
            ["name"] = name,
            ["provider"] = "provider[\"terraform.example.com/hashicorp/aws\"]",
            ["instances"] = new JsonArray([
                .. numbers.Select(number =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["index_key"] = number % InstancesOfModule,
                            ["schema_version"] = 1,
                            ["attributes"] = attributes(number),
                            ["sensitive_attributes"] = new JsonArray(),
                            ["dependencies"] = new JsonArray("module.part.aws_vpc.main"),
                        }
                ),
            ]),
        };
    }

    private static JsonObject SecurityGroup(int number) =>
        Tagged(
            number,
            new()
            {
                ["arn"] =
                    $"arn:aws:ec2:{Region}:{Account}:security-group/{SecurityGroupId(number)}",
                ["description"] = "Web servers",
                ["egress"] = new JsonArray(Rule(0, "-1", "0.0.0.0/0")),
                ["id"] = SecurityGroupId(number),
                ["ingress"] = new JsonArray(
                    Rule(443, "tcp", "0.0.0.0/0"),
                    Rule(8080, "tcp", "10.0.0.0/8"),
                    Rule(9100, "tcp", "10.1.0.0/16")
                ),
                ["name"] = Text($"web-{number}"),
                ["owner_id"] = Account,
                ["revoke_rules_on_delete"] = false,
                ["vpc_id"] = Id("vpc", 1),
            }
        );

    private static JsonObject Rule(int port, string protocol, string source) =>
        new JsonObject
        {
            ["cidr_blocks"] = new JsonArray(source),
            ["description"] = Text($"port {port}"),
            ["from_port"] = port,
            ["ipv6_cidr_blocks"] = new JsonArray(),
            ["prefix_list_ids"] = new JsonArray(),
            ["protocol"] = protocol,
            ["security_groups"] = new JsonArray(),
            ["self"] = false,
            ["to_port"] = port,
        };

    private static JsonObject Bucket(int number) =>
        Tagged(
            number,
            new()
            {
                ["arn"] = $"arn:aws:s3:::{BucketName(number)}",
                ["bucket"] = BucketName(number),
                ["bucket_domain_name"] = $"{BucketName(number)}.s3.amazonaws.com",
                ["force_destroy"] = false,
                ["id"] = BucketName(number),
                ["policy"] = PolicyOf(number, AllowedAction),
                ["region"] = Region,
            }
        );

    private static JsonObject Versioning(int number) =>
        new()
        {
            ["bucket"] = BucketName(number),
            ["expected_bucket_owner"] = "",
            ["id"] = BucketName(number),
            ["mfa"] = null,
            ["versioning_configuration"] = new JsonArray(
                new JsonObject { ["mfa_delete"] = "", ["status"] = "Enabled" }
            ),
        };

    private static JsonObject Policy(int number) =>
        Tagged(
            number,
            new()
            {
                ["arn"] = PolicyArn(number),
                ["description"] = "What the shop's services may do",
                ["id"] = PolicyArn(number),
                ["name"] = Text($"access-{number}"),
                ["path"] = "/",
                ["policy"] = PolicyOf(number, AllowedAction),
                ["policy_id"] = Text($"ANPA{number:D17}"),
            }
        );

    private static JsonObject Instance(int number) =>
        Tagged(
            number,
            new()
            {
                ["ami"] = "ami-0a1b2c3d4e5f60718",
                ["arn"] = $"arn:aws:ec2:{Region}:{Account}:instance/{InstanceId(number)}",
                ["disable_api_termination"] = true,
                ["ebs_optimized"] = true,
                ["id"] = InstanceId(number),
                ["instance_type"] = "m7g.large",
                ["metadata_options"] = new JsonArray(
                    new JsonObject { ["http_endpoint"] = "enabled", ["http_tokens"] = "required" }
                ),
                ["private_ip"] = Text($"10.2.{number / 256}.{number % 256}"),
                ["source_dest_check"] = true,
                ["subnet_id"] = SubnetId(number),
                ["user_data"] = new string('a', 400),
                ["vpc_security_group_ids"] = new JsonArray(SecurityGroupId(number)),
            }
        );

    private static JsonObject Subnet(int number) =>
        Tagged(
            number,
            new()
            {
                ["arn"] = $"arn:aws:ec2:{Region}:{Account}:subnet/{SubnetId(number)}",
                ["assign_ipv6_address_on_creation"] = false,
                ["availability_zone"] = $"{Region}a",
                ["cidr_block"] = Text($"10.{number / 256}.{number % 256}.0/24"),
                ["id"] = SubnetId(number),
                ["map_public_ip_on_launch"] = false,
                ["vpc_id"] = Id("vpc", 1),
            }
        );

    private static JsonObject Tagged(int number, JsonObject attributes)
    {
        foreach (var member in new[] { "tags", "tags_all" })
        {
            var tags = new JsonObject { ["Name"] = Text($"shop-{number}") };
            for (var i = 0; i < Tags; i++)
            {
                tags[Text($"shop.example.com/label-{i}")] = Text(
                    $"a value of label {i} as teams write them, for {number}"
                );
            }
            attributes[member] = tags;
        }
        return attributes;
    }

    private static string Module(int number) => Text($"module.part[{number}]");

    private static string Id(string prefix, int number) => Text($"{prefix}-0a1b2c{number:x11}");

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
