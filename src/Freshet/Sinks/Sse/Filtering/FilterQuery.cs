using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Freshet.Sinks.Sse.Filtering;

/// <summary>Reads the lists of names of one request, within limits that hold for all of its lists together.</summary>
/// <param name="query">The parameters of the request.</param>
internal sealed class FilterQuery(IQueryCollection query)
{
    /// <summary>The most names in all lists together, repeats counted.</summary>
    public const int MostNames = 256;

    /// <summary>The most characters of a name; no type of an event is longer.</summary>
    public const int LongestName = 256;

    private int count;

    /// <summary>Reads the list of a parameter; false where it is beyond the limits, and why, for the client to read.</summary>
    public bool TryRead(
        string parameter,
        [NotNullWhen(true)] out NameList? list,
        [NotNullWhen(false)] out string? reason
    )
    {
        (list, reason) = (null, null);
        var names = new List<string>();
        foreach (var value in query[parameter])
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                var name = value.AsSpan()[range].Trim(' ');
                if (name.IsEmpty)
                {
                    continue;
                }
                reason = Refuse(name, names.Count + 1) is { } wrong
                    ? $"{parameter}: {wrong}"
                    : null;
                if (reason is not null)
                {
                    return false;
                }
                names.Add(name.ToString());
            }
        }
        list = NameList.Of(names);
        return true;
    }

    private string? Refuse(ReadOnlySpan<char> name, int number)
    {
        if (++count > MostNames)
        {
            return $"too many names; expected at most {MostNames} in all lists together";
        }
        if (name.Length > LongestName)
        {
            return $"name {number} has {name.Length} characters; expected at most {LongestName}";
        }
        foreach (var character in name)
        {
            if (char.IsControl(character))
            {
                return $"name {number} has the control character U+{(int)character:X4} in it; expected a name without any";
            }
        }
        return null;
    }
}
