using Freshet.Vrl.Values;

namespace Freshet.Vrl.UserAgents;

/// <summary>What a user agent says of itself; null where it says nothing, or nothing that is known.</summary>
internal sealed record UserAgent
{
    /// <summary>More than this of a user agent is not looked at: it says nothing there.</summary>
    private const int MaxLength = 4096;

    private string? Browser { get; init; }
    private string? BrowserVersion { get; init; }
    private string? System { get; init; }
    private string? SystemVersion { get; init; }
    private string? Category { get; init; }

    /// <summary>The shape of the modes fast and reliable.</summary>
    /// <param name="data">What is known.</param>
    /// <param name="agent">The user agent.</param>
    /// <param name="isReliable">Whether what is missing is looked up in the enriched data.</param>
    public static Value Parse(AgentData data, string agent, bool isReliable)
    {
        agent = Shorten(agent);
        var found = Read(data, agent);
        if (isReliable && (found.Browser is null || found.System is null))
        {
            found = found with
            {
                Browser = data.Find("family", agent)?.Name ?? found.Browser,
                System = data.Find("platform", agent)?.Name ?? found.System,
            };
        }
        return Object(
            ("browser", Object(("family", found.Browser), ("version", found.BrowserVersion))),
            ("device", Object(("category", found.Category))),
            ("os", Object(("family", found.System), ("version", found.SystemVersion)))
        );
    }

    /// <summary>The shape of the mode enriched.</summary>
    public static Value ParseEnriched(AgentData data, string agent)
    {
        agent = Shorten(agent);
        var found = Read(data, agent);
        var family = data.Find("family", agent);
        var platform = data.Find("platform", agent);
        var browser = Parts(family?.VersionIn(agent));
        var system = Parts(platform?.VersionIn(agent));
        var device = AgentDevice.Find(data, agent);
        return Object(
            (
                "browser",
                Object(
                    ("family", family?.Name ?? found.Browser),
                    ("major", browser[0]),
                    ("minor", browser[1]),
                    ("patch", browser[2]),
                    ("version", found.BrowserVersion)
                )
            ),
            (
                "device",
                Object(
                    ("brand", device?.Brand),
                    ("category", found.Category),
                    ("family", device?.Family),
                    ("model", device?.Model)
                )
            ),
            (
                "os",
                Object(
                    ("family", platform?.Name ?? found.System),
                    ("major", system[0]),
                    ("minor", system[1]),
                    ("patch", system[2]),
                    ("patch_minor", system[3]),
                    ("version", found.SystemVersion)
                )
            )
        );
    }

    private static UserAgent Read(AgentData data, string agent)
    {
        var browser = data.Find("agent", agent);
        // Robots and libraries say of systems what they like.
        var system = browser?.MoreAt(0) is null or "appliance" ? data.Find("system", agent) : null;
        return new()
        {
            Browser = browser?.Name,
            BrowserVersion = browser?.VersionIn(agent),
            System = system?.Name,
            SystemVersion = system?.VersionIn(agent),
            Category = browser?.MoreAt(0) ?? system?.MoreAt(0),
        };
    }

    private static string Shorten(string agent) =>
        agent.Length > MaxLength ? agent[..MaxLength] : agent;

    /// <summary>The first four numbers of a version.</summary>
    private static string?[] Parts(string? version)
    {
        var parts = new string?[4];
        version
            ?.Split('.', StringSplitOptions.RemoveEmptyEntries)
            .Take(4)
            .ToArray()
            .CopyTo(parts, 0);
        return parts;
    }

    private static Value Object(params ReadOnlySpan<(string Key, string? Text)> fields)
    {
        var result = new VrlObject(fields.Length);
        foreach (var (key, text) in fields)
        {
            result.SetOwned(key, text is null ? Value.Null : text);
        }
        return Value.From(result);
    }

    private static Value Object(params ReadOnlySpan<(string Key, Value Value)> fields)
    {
        var result = new VrlObject(fields.Length);
        foreach (var (key, value) in fields)
        {
            result.SetOwned(key, value);
        }
        return Value.From(result);
    }
}
