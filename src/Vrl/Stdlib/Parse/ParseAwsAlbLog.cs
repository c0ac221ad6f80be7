using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Parse.Aws;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_aws_alb_log</c></summary>
internal sealed class ParseAwsAlbLog : Function
{
    private static readonly Kind textOrNull = Kind.Bytes.Or(Kinds.Null);

    // The lists are taken for strings here, as upstream has it.
    private static readonly Signature signature = new(
        "parse_aws_alb_log",
        "Parse",
        "Reads a line of the access log of an Application Load Balancer of AWS.",
        new TypeDef(
            Kind.ObjectOf(
                new Dictionary<string, Kind>(StringComparer.Ordinal)
                {
                    ["actions_executed"] = textOrNull,
                    ["chosen_cert_arn"] = textOrNull,
                    ["classification_reason"] = textOrNull,
                    ["classification"] = textOrNull,
                    ["client_host"] = Kind.Bytes,
                    ["domain_name"] = textOrNull,
                    ["elb_status_code"] = Kind.Bytes,
                    ["elb"] = Kind.Bytes,
                    ["error_reason"] = textOrNull,
                    ["matched_rule_priority"] = textOrNull,
                    ["received_bytes"] = Kind.Integer,
                    ["redirect_url"] = textOrNull,
                    ["request_creation_time"] = Kind.Bytes,
                    ["request_method"] = Kind.Bytes,
                    ["request_processing_time"] = Kind.Float,
                    ["request_protocol"] = Kind.Bytes,
                    ["request_url"] = Kind.Bytes,
                    ["response_processing_time"] = Kind.Float,
                    ["sent_bytes"] = Kind.Integer,
                    ["ssl_cipher"] = textOrNull,
                    ["ssl_protocol"] = textOrNull,
                    ["target_group_arn"] = Kind.Bytes,
                    ["target_host"] = textOrNull,
                    ["target_port_list"] = textOrNull,
                    ["target_processing_time"] = Kind.Float,
                    ["target_status_code_list"] = textOrNull,
                    ["target_status_code"] = textOrNull,
                    ["timestamp"] = Kind.Bytes,
                    ["trace_id"] = Kind.Bytes,
                    ["type"] = Kind.Bytes,
                    ["user_agent"] = Kind.Bytes,
                    ["traceability_id"] = textOrNull,
                }
            )
        ).Fallible(),
        new Parameter("value", Kinds.Bytes, "The line."),
        Parameter.Optional(
            "strict_mode",
            Kinds.Boolean,
            Value.True,
            "Whether fields beyond those that are known are refused rather than passed over."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A line is read",
            """parse_aws_alb_log!(s'http 2018-11-30T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337364-23a8c76965a2ef7629b185e3" "-" "-" 0 2018-11-30T22:22:48.364000Z "forward" "-" "-" "-" "-" "-" "-"')""",
            """{"actions_executed": "forward", "chosen_cert_arn": null, "classification": null, "classification_reason": null, "client_host": "192.168.131.39:2817", "domain_name": null, "elb": "app/my-loadbalancer/50dc6c495c0c9188", "elb_status_code": "200", "error_reason": null, "matched_rule_priority": "0", "received_bytes": 34, "redirect_url": null, "request_creation_time": "2018-11-30T22:22:48.364000Z", "request_method": "GET", "request_processing_time": 0.0, "request_protocol": "HTTP/1.1", "request_url": "http://www.example.com:80/", "response_processing_time": 0.0, "sent_bytes": 366, "ssl_cipher": null, "ssl_protocol": null, "target_group_arn": "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067", "target_host": null, "target_port_list": [], "target_processing_time": 0.001, "target_status_code": "200", "target_status_code_list": [], "timestamp": "2018-11-30T22:23:00.186641Z", "trace_id": "Root=1-58337364-23a8c76965a2ef7629b185e3", "traceability_id": null, "type": "http", "user_agent": "curl/7.46.0"}"""
        ),
        new(
            "Fields beyond those that are known are passed over",
            """
            line = s'ws 2018-07-02T22:23:00.186641Z app/my-lb/50 10.0.0.140:40914 10.0.1.192:8010 0.001 0.003 0.000 101 101 218 587 "GET http://10.0.0.30:80/ HTTP/1.1" "-" - - arn:aws:x "Root=1" "-" "-" 1 2018-07-02T22:22:48.364000Z "forward" "-" "-" 10.0.1.192:8010 101 "-" "-" TID_1 "new"'
            parse_aws_alb_log!(line, strict_mode: false).traceability_id
            """,
            "\"TID_1\""
        ),
        new(
            "A field cannot be read",
            """parse_aws_alb_log!("http today")""",
            Result: null,
            "failed to get field `timestamp`: Parsing Error: (\"today\", TakeWhile1)"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        AlbLogReader.Read(arguments[0].Text, arguments[1].Boolean);
}
