using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodeCsv : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_csv",
            "Codec",
            "Writes an array of strings as one line of CSV, without an end of line.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Any, "The fields, an array of strings."),
            Parameter.Optional("delimiter", Kinds.Bytes, ",", "What is between fields, one byte.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Fields are quoted where they must be",
            """encode_csv!(["foo", "bar", s'foo ", bar'])""",
            "\"foo,bar,\\\"foo \\\"\\\", bar\\\"\""
        ),
        new("Another delimiter", """encode_csv!(["foo", "bar"], delimiter: " ")""", "\"foo bar\""),
        new(
            "Lines inside of fields",
            """encode_csv!(["line", "here\n"])""",
            "\"line,\\\"here\\n\\\"\""
        ),
        new("An array without fields", "encode_csv!([])", "\"\""),
        new("A single empty field", """encode_csv!([""])""", "\"\\\"\\\"\""),
        new(
            "A delimiter of several bytes fails",
            """encode_csv!(["foo", "bar"], delimiter: "!!")""",
            Result: null,
            "delimiter must be a single character"
        ),
        new(
            "A field that is no string fails",
            "encode_csv!([1])",
            Result: null,
            "expected string, got integer"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        if (!arguments[0].IsArray)
        {
            return Expected.Fail("array", arguments[0]);
        }
        var fields = arguments[0].Array;
        foreach (var field in fields)
        {
            if (!field.IsBytes)
            {
                return Expected.Fail("string", field);
            }
        }
        if (fields.Count == 0)
        {
            return Value.EmptyString;
        }
        if (arguments[1].Bytes.Length != 1)
        {
            return Value.Fail("delimiter must be a single character");
        }
        var delimiter = arguments[1].Bytes.Span[0];
        var line = new List<byte>();
        for (var i = 0; i < fields.Count; i++)
        {
            if (i > 0)
            {
                line.Add(delimiter);
            }
            Append(line, fields[i].Bytes.Span, delimiter);
        }
        // A line of nothing would be none.
        return Value.From(line.Count == 0 ? "\"\""u8.ToArray() : line.ToArray());
    }

    private static void Append(List<byte> line, ReadOnlySpan<byte> field, byte delimiter)
    {
        if (!field.ContainsAny((ReadOnlySpan<byte>)[delimiter, (byte)'"', (byte)'\r', (byte)'\n']))
        {
            line.AddRange(field);
            return;
        }
        line.Add((byte)'"');
        foreach (var one in field)
        {
            line.Add(one);
            if (one == '"')
            {
                line.Add(one);
            }
        }
        line.Add((byte)'"');
    }
}
