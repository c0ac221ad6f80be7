using System.Collections.Frozen;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_aws_vpc_flow_log</c></summary>
internal sealed class ParseAwsVpcFlowLog : Function
{
    private const string DefaultFormat =
        "version account_id interface_id srcaddr dstaddr srcport dstport protocol packets bytes start end action log_status";

    private static readonly FrozenSet<string> integers =
    [
        "bytes",
        "dstport",
        "encryption_status",
        "end",
        "packets",
        "protocol",
        "srcport",
        "start",
        "tcp_flags",
        "traffic_path",
        "version",
    ];

    private static readonly FrozenSet<string> texts =
    [
        "account_id",
        "action",
        "az_id",
        "dstaddr",
        "ecs_cluster_arn",
        "ecs_cluster_name",
        "ecs_container_id",
        "ecs_container_instance_arn",
        "ecs_container_instance_id",
        "ecs_second_container_id",
        "ecs_service_name",
        "ecs_task_arn",
        "ecs_task_definition_arn",
        "ecs_task_id",
        "flow_direction",
        "instance_id",
        "interface_id",
        "log_status",
        "pkt_dst_aws_service",
        "pkt_dstaddr",
        "pkt_src_aws_service",
        "pkt_srcaddr",
        "region",
        "reject_reason",
        "resource_id",
        "srcaddr",
        "sublocation_id",
        "sublocation_type",
        "subnet_id",
        "type",
        "vpc_id",
    ];

    private static readonly Signature signature = new(
        "parse_aws_vpc_flow_log",
        "Parse",
        "Reads a record of the flow logs of a Virtual Private Cloud of AWS.",
        new TypeDef(
            Kind.ObjectOf(
                integers
                    .Select(name => KeyValuePair.Create(name, Kind.Integer.Or(Kinds.Null)))
                    .Concat(
                        texts.Select(name => KeyValuePair.Create(name, Kind.Bytes.Or(Kinds.Null)))
                    )
            )
        ).Fallible(),
        new Parameter("value", Kinds.Bytes, "The record."),
        Parameter.Optional(
            "format",
            Kinds.Bytes,
            "The names of the record's fields, with underscores, between blanks; without, those of version 2."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A record of the default format",
            """parse_aws_vpc_flow_log!("2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA")""",
            """{"version": 2, "account_id": "123456789010", "interface_id": "eni-1235b8ca123456789", "srcaddr": null, "dstaddr": null, "srcport": null, "dstport": null, "protocol": null, "packets": null, "bytes": null, "start": 1431280876, "end": 1431280934, "action": null, "log_status": "NODATA"}"""
        ),
        new(
            "The format is given",
            """parse_aws_vpc_flow_log!("- eni-1235b8ca123456789 10.0.1.5 443", format: "instance_id interface_id srcaddr srcport")""",
            """{"instance_id": null, "interface_id": "eni-1235b8ca123456789", "srcaddr": "10.0.1.5", "srcport": 443}"""
        ),
        new(
            "A field is unknown",
            """parse_aws_vpc_flow_log!("1", format: "colour")""",
            Result: null,
            "unknown key: `colour`"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var names = (arguments[1].IsBytes ? arguments[1].Text : DefaultFormat).Split(' ');
        var values = arguments[0].Text.Split(' ');
        var fields = new VrlObject(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            if (i == values.Length)
            {
                return Value.Fail($"no item for key: `{names[i]}`");
            }
            var isInteger = integers.Contains(names[i]);
            if (!isInteger && !texts.Contains(names[i]))
            {
                return Value.Fail($"unknown key: `{names[i]}`");
            }
            Value value;
            if (values[i] == "-")
            {
                value = Value.Null;
            }
            else if (!isInteger)
            {
                value = Value.From(values[i]);
            }
            else if (RustNumber.TryReadInteger(values[i], out var number))
            {
                value = Value.From(number);
            }
            else
            {
                return Value.Fail(
                    $"failed to parse value as i64 (key: `{names[i]}`): `{values[i]}`"
                );
            }
            if (fields.Contains(names[i]))
            {
                return Value.Fail($"value already exists for key: `{names[i]}`");
            }
            fields.SetOwned(names[i], value);
        }
        return values.Length > names.Length
            ? Value.Fail($"no key for value: `{values[names.Length]}`")
            : Value.From(fields);
    }
}
