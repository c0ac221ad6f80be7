using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_influxdb</c></summary>
internal sealed class ParseInfluxdb : Function
{
    private static readonly Signature signature = new(
        "parse_influxdb",
        "Parse",
        "Reads lines of InfluxDB's line protocol; each field of a line becomes a metric.",
        new TypeDef(
            Kind.ArrayOf(
                Kind.ObjectOf(
                    new Dictionary<string, Kind>(StringComparer.Ordinal)
                    {
                        ["name"] = Kind.Bytes,
                        ["tags"] = Kind.ObjectOf(Kind.Bytes).Or(Kinds.Null),
                        ["timestamp"] = Kind.Timestamp.Or(Kinds.Null),
                        ["kind"] = Kind.Bytes,
                        ["gauge"] = Kind.ObjectOf(
                            new Dictionary<string, Kind>(StringComparer.Ordinal)
                            {
                                ["value"] = Kind.Float,
                            }
                        ),
                    }
                )
            )
        ).Fallible(),
        new Parameter("value", Kinds.Bytes, "The lines.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A line with two fields",
            """parse_influxdb!("cpu,host=A usage_system=64i,on=true 1590488773254420000")""",
            """[{"name": "cpu_usage_system", "tags": {"host": "A"}, "timestamp": "2020-05-26T10:26:13.254420Z", "kind": "absolute", "gauge": {"value": 64.0}}, {"name": "cpu_on", "tags": {"host": "A"}, "timestamp": "2020-05-26T10:26:13.254420Z", "kind": "absolute", "gauge": {"value": 1.0}}]"""
        ),
        new(
            "Tags and time may be missing",
            """parse_influxdb!("cpu usage=1.5e-3")""",
            """[{"name": "cpu_usage", "kind": "absolute", "gauge": {"value": 0.0015}}]"""
        ),
        new(
            "A string is no number",
            "parse_influxdb!(s'cpu model=\"x\"')",
            Result: null,
            "Error while converting InfluxDB line protocol metric to Vector's metric model: field set values of type string are not supported"
        ),
        new(
            "A line has no fields",
            """parse_influxdb!("cpu ")""",
            Result: null,
            "InfluxDB line protocol parsing error: No fields were provided"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        InfluxLineReader.Read(arguments[0].Text);
}
