using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Parse.Aws;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_aws_cloudwatch_log_subscription_message</c></summary>
internal sealed class ParseAwsCloudwatchLogSubscriptionMessage : Function
{
    private static readonly Signature signature = new(
        "parse_aws_cloudwatch_log_subscription_message",
        "Parse",
        "Reads a message that CloudWatch Logs of AWS sends to subscribers.",
        new TypeDef(
            Kind.ObjectOf(
                new Dictionary<string, Kind>(StringComparer.Ordinal)
                {
                    ["owner"] = Kind.Bytes,
                    ["message_type"] = Kind.Bytes,
                    ["log_group"] = Kind.Bytes,
                    ["log_stream"] = Kind.Bytes,
                    ["subscription_filters"] = Kind.ArrayOf(Kind.Bytes),
                    ["log_events"] = Kind.ArrayOf(
                        Kind.ObjectOf(
                            new Dictionary<string, Kind>(StringComparer.Ordinal)
                            {
                                ["id"] = Kind.Bytes,
                                ["timestamp"] = Kind.Timestamp,
                                ["message"] = Kind.Bytes,
                            }
                        )
                    ),
                }
            )
        ).Fallible(),
        new Parameter("value", Kinds.Bytes, "The message, JSON.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A message is read",
            """parse_aws_cloudwatch_log_subscription_message!(s'{"messageType": "DATA_MESSAGE", "owner": "111111111111", "logGroup": "test", "logStream": "main", "subscriptionFilters": ["Destination"], "logEvents": [{"id": "356836", "timestamp": 1600110569039, "message": "hello"}]}')""",
            """{"log_events": [{"id": "356836", "message": "hello", "timestamp": "2020-09-14T19:09:29.039Z"}], "log_group": "test", "log_stream": "main", "message_type": "DATA_MESSAGE", "owner": "111111111111", "subscription_filters": ["Destination"]}"""
        ),
        new(
            "The message is no object",
            """parse_aws_cloudwatch_log_subscription_message!("42")""",
            Result: null,
            "unable to parse: invalid type: integer `42`, expected struct AwsCloudWatchLogsSubscriptionMessage at line 1 column 2"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        CloudWatchMessage.Read(arguments[0].Bytes.Span);
}
