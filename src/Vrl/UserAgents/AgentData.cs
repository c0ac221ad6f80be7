using Freshet.Vrl.Data;

namespace Freshet.Vrl.UserAgents;

/// <summary>What is known of user agents. Immutable.</summary>
internal sealed class AgentData
{
    private static readonly Lazy<AgentData> own = new(() =>
        new(EmbeddedText.Lines("UserAgents.txt"))
    );

    private readonly Dictionary<string, List<AgentRule>> sections = new(StringComparer.Ordinal);

    /// <param name="lines">Lines of the form that the head of the own data explains; lines of other forms are passed over.</param>
    public AgentData(IEnumerable<string> lines)
    {
        var section = new List<AgentRule>();
        foreach (var line in lines)
        {
            if (line.StartsWith('[') && line.TrimEnd().EndsWith(']'))
            {
                sections[line.Trim()[1..^1]] = section = [];
            }
            else if (!line.StartsWith('#') && AgentRule.Read(line) is { } rule)
            {
                section.Add(rule);
            }
        }
    }

    /// <summary>The data that comes with the language.</summary>
    public static AgentData Own => own.Value;

    /// <summary>The first rule of the section that the user agent is of; null where there is none.</summary>
    public AgentRule? Find(string section, string agent) =>
        sections.TryGetValue(section, out var rules)
            ? rules.Find(rule => rule.Matches(agent))
            : null;
}
