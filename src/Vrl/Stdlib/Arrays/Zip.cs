using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Arrays;

internal sealed class Zip : Function
{
    private static readonly Signature Declared = new(
        "zip",
        "Array",
        "Joins arrays place by place: an array of the first elements, one of the second ones, as far as the shortest goes.",
        Kind.Array,
        new Parameter(
            "array_0",
            Kinds.Array,
            "The first array; or an array of all the arrays, where there is no second argument."
        ),
        Parameter.Optional("array_1", Kinds.Array, "The second array.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Two arrays.", """zip([1, 2, 3], ["a", "b"])""", """[[1, "a"], [2, "b"]]"""),
        new(
            "Any number of arrays, in an array.",
            """zip([[1, 2], ["a", "b"], [true, null]])""",
            """[[1, "a", true], [2, "b", null]]"""
        ),
        new("No arrays give nothing.", "zip([])", "[]"),
        new(
            "What is in the one argument must be arrays.",
            "zip([[1], 2])",
            null,
            "expected array, got integer"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        VrlArray[] columns;
        if (arguments[1].IsArray)
        {
            columns = [arguments[0].Array, arguments[1].Array];
        }
        else
        {
            foreach (var column in arguments[0].Array)
            {
                if (!column.IsArray)
                {
                    return Expected.Fail("array", column);
                }
            }
            columns = [.. arguments[0].Array.Select(column => column.Array)];
        }
        var count = columns.Length == 0 ? 0 : columns.Min(column => column.Count);
        var rows = new VrlArray(count);
        for (var i = 0; i < count; i++)
        {
            var row = new VrlArray(columns.Length);
            foreach (var column in columns)
            {
                row.Add(column[i]);
            }
            rows.AddOwned(Value.From(row));
        }
        return Value.From(rows);
    }
}
