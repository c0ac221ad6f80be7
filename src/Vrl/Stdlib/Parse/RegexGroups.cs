using System.Globalization;
using Freshet.Vrl.Runtime.Regexes;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>What the groups of a regular expression's match hold, as an object.</summary>
internal static class RegexGroups
{
    /// <summary>
    /// The named groups, null for one that took no part. Numbers, where they are asked for, count the groups that did take part: a group behind one that
    /// did not has a smaller number than in the pattern, as upstream has it.
    /// </summary>
    public static Value Read(VrlRegex regex, RegexMatch match, bool withNumbers)
    {
        var fields = new VrlObject(regex.GroupNames.Count);
        if (withNumbers)
        {
            var number = 0;
            for (var i = 0; i < regex.GroupNames.Count; i++)
            {
                if (match.Group(i) is { Success: true } group)
                {
                    fields.SetOwned(
                        number.ToString(CultureInfo.InvariantCulture),
                        Value.From(group.Value)
                    );
                    number++;
                }
            }
        }
        for (var i = 0; i < regex.GroupNames.Count; i++)
        {
            if (regex.GroupNames[i] is { } name)
            {
                var group = match.Group(i);
                fields.SetOwned(name, group.Success ? Value.From(group.Value) : Value.Null);
            }
        }
        return Value.From(fields);
    }

    /// <summary>What is known of that object: upstream takes named groups for strings, though one may take no part.</summary>
    public static Kind KindOf(VrlRegex regex)
    {
        var fields = new Dictionary<string, Kind>(StringComparer.Ordinal);
        for (var i = 0; i < regex.GroupNames.Count; i++)
        {
            fields[i.ToString(CultureInfo.InvariantCulture)] = Kind.Bytes.Or(Kinds.Null);
        }
        foreach (var name in regex.GroupNames)
        {
            if (name is not null)
            {
                fields[name] = Kind.Bytes;
            }
        }
        return Kind.ObjectOf(fields);
    }
}
