using System.Globalization;
using System.Text;
using Freshet.Vrl.Runtime.Regexes;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>
/// What a match is replaced with, in the syntax of Rust's <c>regex</c>: <c>$1</c>, <c>$name</c> and <c>${name}</c> stand for groups, <c>$$</c> for a dollar. The
/// longest name of letters, digits and underscores counts: <c>$1a</c> is the group <c>1a</c>. A group that is not there is empty.
/// </summary>
internal sealed class ReplacementTemplate
{
    private readonly List<(string Text, string? Group)> parts = [];

    public ReplacementTemplate(string template)
    {
        var text = new StringBuilder();
        for (var at = 0; at < template.Length; )
        {
            if (template[at] != '$')
            {
                text.Append(template[at++]);
            }
            else if (at + 1 < template.Length && template[at + 1] == '$')
            {
                text.Append('$');
                at += 2;
            }
            else if (TryReadGroup(template, at, out var group, out var end))
            {
                parts.Add((text.ToString(), group));
                text.Clear();
                at = end;
            }
            else
            {
                text.Append('$');
                at++;
            }
        }
        parts.Add((text.ToString(), null));
    }

    public void Append(RegexMatch match, VrlRegex regex, StringBuilder target)
    {
        foreach (var (text, group) in parts)
        {
            target.Append(text);
            if (group is not null && NumberOf(group, regex) is >= 0 and var number)
            {
                target.Append(match.Group(number).ValueSpan);
            }
        }
    }

    private static bool TryReadGroup(string template, int at, out string group, out int end)
    {
        var start = at + 1;
        if (start < template.Length && template[start] == '{')
        {
            var close = template.IndexOf('}', start);
            group = close < 0 ? "" : template[(start + 1)..close];
            end = close + 1;
            return close >= 0;
        }
        end = start;
        while (
            end < template.Length
            && (char.IsAsciiLetterOrDigit(template[end]) || template[end] == '_')
        )
        {
            end++;
        }
        group = template[start..end];
        return end > start;
    }

    /// <summary>The group's number; -1 where there is none of that name.</summary>
    private static int NumberOf(string group, VrlRegex regex)
    {
        if (int.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number < regex.GroupNames.Count ? number : -1;
        }
        for (var i = 1; i < regex.GroupNames.Count; i++)
        {
            if (regex.GroupNames[i] == group)
            {
                return i;
            }
        }
        return -1;
    }
}
