using System.Diagnostics.CodeAnalysis;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Grok;

/// <summary>The filter <c>array</c>: <c>[1,2]</c> becomes its elements, and each of them what another filter makes of it.</summary>
internal sealed class ArrayFilter
{
    private readonly string open;
    private readonly string close;
    private readonly string delimiter;
    private readonly GrokFilter? elements;

    private ArrayFilter(string open, string close, string delimiter, GrokFilter? elements)
    {
        this.open = open;
        this.close = close;
        this.delimiter = delimiter;
        this.elements = elements;
    }

    /// <summary>Reads the arguments: brackets, delimiter, filter; each may be left out, brackets only with a delimiter behind.</summary>
    public static bool TryCreate(
        GrokCall call,
        [NotNullWhen(true)] out ArrayFilter? filter,
        out string error
    )
    {
        filter = null;
        error = "";
        var arguments = call.Arguments ?? [];
        GrokFilter? ofElements = null;
        if (arguments is [.., { Call: { } inner }])
        {
            if (!GrokFilters.TryCreate(inner, out ofElements, out error))
            {
                return false;
            }
            arguments = [.. arguments.SkipLast(1)];
        }
        if (
            arguments.Count > 2
            || arguments.Any(argument => argument.Call is not null || !argument.Value.IsBytes)
        )
        {
            return false;
        }
        var between = arguments.Count > 0 ? arguments[^1].Value.Text : ",";
        var brackets = arguments.Count == 2 ? arguments[0].Value.Text : "[]";
        if (brackets.Length > 2 || brackets.Any(c => !char.IsAscii(c)))
        {
            return false;
        }
        filter =
            brackets.Length == 0
                ? new("", "", between, ofElements)
                : new(brackets[..1], brackets[^1..], between, ofElements);
        return true;
    }

    public Value Apply(Value value, RunState run)
    {
        if (!value.IsBytes || Split(value.Text) is not { } parts)
        {
            return Value.Fail("the filter takes arrays in text alone");
        }
        var items = new VrlArray();
        foreach (var part in parts)
        {
            var item = elements is null ? part : elements(part, run);
            if (item.IsFailure)
            {
                return item;
            }
            items.AddOwned(item);
        }
        return Value.From(items);
    }

    /// <summary>The elements; null where the text is no array.</summary>
    private string[]? Split(string text)
    {
        if (open.Length == 0)
        {
            return delimiter.Length == 0 ? null : text.Split(delimiter);
        }
        if (!text.StartsWith(open, StringComparison.Ordinal))
        {
            return null;
        }
        // An element ends at a delimiter wherever one follows, even behind the bracket: so the array must end with the last bracket's first occurrence.
        var last =
            delimiter.Length == 0 ? -1 : text.LastIndexOf(delimiter, StringComparison.Ordinal);
        var end = text.IndexOf(
            close,
            Math.Max(last < 0 ? 1 : last + delimiter.Length, 1),
            StringComparison.Ordinal
        );
        if (delimiter.Length == 0 || end < 0 || !text.AsSpan(end + 1).Trim().IsEmpty)
        {
            return null;
        }
        return text[1..end].Split(delimiter);
    }
}
