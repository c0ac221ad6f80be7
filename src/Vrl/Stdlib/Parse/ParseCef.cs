using System.Collections.Frozen;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_cef</c></summary>
internal sealed class ParseCef : Function
{
    private const string Label = "Label";

    /// <summary>The fields whose names are in other fields: <c>cs1Label</c> is that of <c>cs1</c>.</summary>
    private static readonly FrozenSet<string> customFields =
    [
        "c6a1",
        "c6a2",
        "c6a3",
        "c6a4",
        "cfp1",
        "cfp2",
        "cfp3",
        "cfp4",
        "cn1",
        "cn2",
        "cn3",
        "cs1",
        "cs2",
        "cs3",
        "cs4",
        "cs5",
        "cs6",
        "deviceCustomDate1",
        "deviceCustomDate2",
        "flexDate1",
        "flexString1",
        "flexString2",
    ];

    private static readonly Signature signature = new(
        "parse_cef",
        "Parse",
        "Reads a line of the Common Event Format; what stands before its header does not count.",
        new TypeDef(
            Kind.ObjectOf(
                new Dictionary<string, Kind>(StringComparer.Ordinal)
                {
                    ["cefVersion"] = Kind.Bytes,
                    ["deviceVendor"] = Kind.Bytes,
                    ["deviceProduct"] = Kind.Bytes,
                    ["deviceVersion"] = Kind.Bytes,
                    ["deviceEventClassId"] = Kind.Bytes,
                    ["name"] = Kind.Bytes,
                    ["severity"] = Kind.Bytes,
                },
                others: Kind.Bytes
            )
        ).Fallible(),
        new Parameter("value", Kinds.Bytes, "The line."),
        Parameter.Optional(
            "translate_custom_fields",
            Kinds.Boolean,
            Value.False,
            "Whether fields whose names are in other fields, such as cs1 in cs1Label, get these names."
        ),
        Parameter.Optional(
            "strict",
            Kinds.Boolean,
            Value.True,
            "Whether a line that is not wholly of the format is refused; otherwise equals signs may stand in values, and what cannot be read is left out."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A line behind a header of syslog",
            """parse_cef!("Sep 29 08:26:10 host CEF:1|Security|threatmanager|1.0|100|worm stopped|10|src=10.0.0.1 msg=no action needed spt=1232")""",
            """{"cefVersion": "1", "deviceVendor": "Security", "deviceProduct": "threatmanager", "deviceVersion": "1.0", "deviceEventClassId": "100", "name": "worm stopped", "severity": "10", "src": "10.0.0.1", "msg": "no action needed", "spt": "1232"}"""
        ),
        new(
            "Custom fields get their names",
            """parse_cef!("CEF:0|Dev|firewall|2.2|1|denied|5|c6a1=2345:0425::1 c6a1Label=Device Address", translate_custom_fields: true)""",
            """{"cefVersion": "0", "deviceVendor": "Dev", "deviceProduct": "firewall", "deviceVersion": "2.2", "deviceEventClassId": "1", "name": "denied", "severity": "5", "Device Address": "2345:0425::1"}"""
        ),
        new(
            "A backslash takes out what separates",
            """parse_cef!(s'CEF:0|a|b|1.0|100|a \| bar|10|act=blocked a \= dst="1.1.1.1"')""",
            """{"cefVersion": "0", "deviceVendor": "a", "deviceProduct": "b", "deviceVersion": "1.0", "deviceEventClassId": "100", "name": "a | bar", "severity": "10", "act": "blocked a =", "dst": "1.1.1.1"}"""
        ),
        new(
            "An equals sign stands in a value",
            """parse_cef!("CEF:0|a|b|1|2|c|3|request=https://foo.com?id=foo&a=bar abc=lol", strict: false).request""",
            "\"https://foo.com?id=foo&a=bar\""
        ),
        new(
            "A line that is not wholly of the format is refused",
            """parse_cef!("CEF:0|a|b|1|2|c|3|act=Accept =0.0.0.0")""",
            Result: null,
            "Could not parse whole line successfully"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var reader = new CefReader(arguments[0].Text, isStrict: arguments[2].Boolean);
        if (reader.Read() is not { } read)
        {
            return Value.Fail(reader.Error);
        }
        if (arguments[1].Boolean)
        {
            return Translate(read);
        }
        return Value.From(
            VrlObject.FromOwned([
                .. read.Select(field => KeyValuePair.Create(field.Key, Value.From(field.Value))),
            ])
        );
    }

    private static Value Translate(IEnumerable<KeyValuePair<string, string>> read)
    {
        var fields = new List<KeyValuePair<string, Value>>();
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in read)
        {
            var isLabel =
                key.EndsWith(Label, StringComparison.Ordinal)
                && customFields.Contains(key[..^Label.Length]);
            if (!isLabel && !customFields.Contains(key))
            {
                fields.Add(new(key, value));
            }
            else if (
                isLabel ? !labels.TryAdd(key[..^Label.Length], value) : !values.TryAdd(key, value)
            )
            {
                return Value.Fail($"Custom field with duplicate {(isLabel ? "label" : "value")}");
            }
        }
        if (values.Keys.Any(key => !labels.ContainsKey(key)))
        {
            return Value.Fail("Custom field with missing label or value");
        }
        foreach (var (key, label) in labels)
        {
            fields.Add(
                new(label, values.TryGetValue(key, out var value) ? Value.From(value) : Value.Null)
            );
        }
        return Value.From(VrlObject.FromOwned(fields));
    }
}
