namespace Freshet.Terraform.Mapping;

/// <summary>What is known of one service's calls, or of all services of a provider: filled by files in their order, then only read.</summary>
internal sealed class ServiceCalls(CloudProvider provider)
{
    private readonly Dictionary<string, CallFinding> exact = new(provider.Comparer());
    private readonly List<string> patterns = [];

    public IEnumerable<ApiCall> Calls =>
        exact.Values.Select(finding => finding.Call).OfType<ApiCall>().Distinct();

    public IReadOnlyList<string> Patterns => patterns;

    public IEnumerable<string> Named(CallKind kind) =>
        exact.Where(pair => pair.Value.Kind == kind).Select(pair => pair.Key);

    public void Set(string name, CallFinding finding) => exact[name] = finding;

    /// <summary>A pattern with a star, or the exact name of a call, that changes nothing.</summary>
    public void AddReadOnly(string pattern)
    {
        if (NamePattern.IsExact(pattern, provider))
        {
            Set(pattern, new(CallKind.ReadOnly));
        }
        else if (!patterns.Contains(pattern))
        {
            patterns.Add(pattern);
        }
    }

    /// <summary>What is said of that very name; null where nothing is.</summary>
    public CallFinding? Exactly(string name) =>
        exact.TryGetValue(name, out var finding) ? finding : null;

    /// <summary>Whether a pattern of calls that only read matches the name.</summary>
    public bool OnlyReads(string name)
    {
        foreach (var pattern in patterns)
        {
            if (NamePattern.Matches(pattern, name, provider))
            {
                return true;
            }
        }
        return false;
    }
}
