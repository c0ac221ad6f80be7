namespace Freshet.Vrl.UserAgents;

/// <summary>A line of the data: what is known of user agents that contain certain texts.</summary>
internal sealed class AgentRule
{
    private readonly string[] wanted;
    private readonly string[] unwanted;
    private readonly string version;

    private AgentRule(string name, string texts, string version, string[] more)
    {
        Name = name;
        var all = texts.Split(',', StringSplitOptions.RemoveEmptyEntries);
        wanted = [.. all.Where(text => text[0] != '!')];
        unwanted = [.. all.Where(text => text[0] == '!').Select(text => text[1..].Trim())];
        this.version = version;
        More = more;
    }

    public string Name { get; }

    /// <summary>The first text that must be there.</summary>
    public string Text => wanted[0];

    /// <summary>The columns behind the version's.</summary>
    public IReadOnlyList<string> More { get; }

    /// <summary>Reads a line; null where it is none.</summary>
    public static AgentRule? Read(string line)
    {
        // A blank at the end of a text counts: so columns lose only the one that is next to the bar.
        var columns = line.Split('|');
        if (columns.Length < 2)
        {
            return null;
        }
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            column = i > 0 && column.StartsWith(' ') ? column[1..] : column;
            columns[i] = i < columns.Length - 1 && column.EndsWith(' ') ? column[..^1] : column;
        }
        return columns[1].Split(',').Any(text => text.Length > 0 && text[0] != '!')
            ? new(
                columns[0],
                columns[1],
                columns.Length > 2 ? columns[2] : "",
                columns[Math.Min(3, columns.Length)..]
            )
            : null;
    }

    public bool Matches(string agent)
    {
        foreach (var text in wanted)
        {
            if (!agent.Contains(text, StringComparison.Ordinal))
            {
                return false;
            }
        }
        foreach (var text in unwanted)
        {
            if (agent.Contains(text, StringComparison.Ordinal))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The column of that number behind the version's; null where it is empty.</summary>
    public string? MoreAt(int index) =>
        index < More.Count && More[index].Length > 0 ? More[index] : null;

    /// <summary>The version that the user agent says; null where it says none.</summary>
    public string? VersionIn(string agent)
    {
        if (version.StartsWith('='))
        {
            return version[1..];
        }
        var takesAll = version.EndsWith('~');
        var before = takesAll ? version[..^1] : version;
        var start = before.Length == 0 ? -1 : agent.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }
        start += before.Length;
        while (start < agent.Length && agent[start] is ' ' or '-')
        {
            start++;
        }
        var end = start;
        while (
            end < agent.Length
            && (
                takesAll
                    ? agent[end] is not (';' or ')')
                    : char.IsAsciiDigit(agent[end]) || agent[end] is '.' or '_'
            )
        )
        {
            end++;
        }
        var found = agent[start..end];
        found = takesAll ? found : found.Replace('_', '.').Trim('.');
        return found.Length == 0 ? null : found;
    }
}
