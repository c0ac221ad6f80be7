using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Grok;

/// <summary>Makes another value of a match. The result is a failure where it cannot: then there is no field.</summary>
internal delegate Value GrokFilter(Value value, RunState run);

/// <summary>The filters of Datadog's dialect.</summary>
internal static class GrokFilters
{
    private static readonly Value failed = Value.Fail("the filter does not apply");

    private static readonly SearchValues<char> numberCharacters = SearchValues.Create(
        "0123456789.eE+-"
    );

    public static GrokFilter Integer { get; } =
        OfText(static text =>
            long.TryParse(
                text,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var integer
            )
                ? integer
                : failed
        );

    public static GrokFilter IntegerExtended { get; } =
        OfText(static text => TryReadFloat(text, out var number) ? (long)number : failed);

    public static GrokFilter Number { get; } =
        OfText(static text =>
            !TryReadFloat(text, out var number) ? failed
            : double.IsNaN(number) ? 0L
            : Whole(number)
        );

    /// <summary>The filter that a rule calls.</summary>
    /// <param name="call">The call.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="error">Why there is none, in upstream's words; empty if there is one.</param>
    public static bool TryCreate(
        GrokCall call,
        [NotNullWhen(true)] out GrokFilter? filter,
        out string error
    )
    {
        error = "";
        filter = call.Name switch
        {
            "integer" => Integer,
            "integerExt" => IntegerExtended,
            "number" or "numberExt" => Number,
            "lowercase" => OfText(static text => LetterCase.Lower(text)),
            "uppercase" => OfText(static text => LetterCase.Upper(text)),
            "boolean" => OfText(static text =>
                text.Equals("true", StringComparison.OrdinalIgnoreCase)
            ),
            "json" => Json,
            "rubyhash" => new FunctionFilter("parse_ruby_hash").Apply,
            "querystring" => new FunctionFilter("parse_query_string").Apply,
            "decodeuricomponent" => new FunctionFilter("decode_percent").Apply,
            "xml" => new FunctionFilter(
                "parse_xml",
                ("attr_prefix", ""),
                ("text_key", "value"),
                ("parse_number", false),
                ("parse_bool", false),
                ("parse_null", false)
            ).Apply,
            "scale" => Scale(call),
            "nullIf" => call.TextAt(0) is { } nothing
                ? OfText(text => text == nothing ? Value.Null : text)
                : null,
            "array" => ArrayFilter.TryCreate(call, out var array, out error) ? array.Apply : null,
            "keyvalue" => KeyValueFilter.TryCreate(call, out var pairs) ? pairs.Apply : null,
            _ => Unknown(call.Name, out error),
        };
        if (filter is null && error.Length == 0)
        {
            error = $"invalid arguments for the function '{call.Name}'";
        }
        return filter is not null;
    }

    private static GrokFilter? Unknown(string name, out string error)
    {
        error = $"unknown filter '{name}'";
        return null;
    }

    private static GrokFilter OfText(Func<string, Value> filter) =>
        (value, _) => value.IsBytes ? filter(value.Text) : failed;

    private static Value Json(Value value, RunState run) =>
        value.IsBytes && VrlJson.TryParse(value.Bytes.Span, out var read, out _) ? read : failed;

    private static GrokFilter? Scale(GrokCall call)
    {
        if (
            call.Arguments is not [{ Call: null, Value: { } factor }, ..]
            || !(factor.IsInteger || factor.IsFloat)
        )
        {
            return null;
        }
        var by = factor.Number * 1000 / 1000;
        return (value, _) =>
        {
            double number;
            if (value.IsInteger || value.IsFloat)
            {
                number = value.Number;
            }
            else if (!value.IsBytes || !TryReadFloat(value.Text, out number))
            {
                return failed;
            }
            return double.IsNaN(number * by) ? failed : Whole(number * by);
        };
    }

    /// <summary>The number as an integer where it is whole.</summary>
    internal static Value Whole(double number) =>
        (double)(long)number == number ? Value.From((long)number) : Value.From(number);

    /// <summary>Reads a float as Rust does.</summary>
    internal static bool TryReadFloat(string text, out double number)
    {
        number = 0;
        var unsigned = text.AsSpan(text.StartsWith('+') || text.StartsWith('-') ? 1 : 0);
        var sign = text.StartsWith('-') ? -1 : 1;
        if (Is(unsigned, "nan"))
        {
            number = double.NaN;
            return true;
        }
        if (Is(unsigned, "inf") || Is(unsigned, "infinity"))
        {
            number = sign * double.PositiveInfinity;
            return true;
        }
        return !unsigned.ContainsAnyExcept(numberCharacters)
            && double.TryParse(
                text,
                NumberStyles.AllowLeadingSign
                    | NumberStyles.AllowDecimalPoint
                    | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out number
            );
    }

    private static bool Is(ReadOnlySpan<char> text, string word) =>
        text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
