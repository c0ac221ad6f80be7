using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freshet.Terraform.Comparing;

/// <summary>A rule as the state of a security group has it: one protocol, one range of ports, one description, and lists of sources.</summary>
/// <param name="traffic">Protocol and ports.</param>
/// <param name="description">What is written to it; empty where nothing is.</param>
internal sealed class StateRule(RuleTraffic traffic, string description)
{
    public const string Ipv4 = "cidr_blocks";
    public const string Ipv6 = "ipv6_cidr_blocks";
    public const string PrefixLists = "prefix_list_ids";
    public const string Groups = "security_groups";

    private const string Self = "self";

    private static readonly string[] lists = [Ipv4, Ipv6, PrefixLists, Groups];

    /// <summary>Sources by what they mean, as they are written; the group itself has no text.</summary>
    private readonly Dictionary<RuleSource, string> sources = [];

    /// <summary>As the state has it; undefined once it was changed.</summary>
    private JsonElement original;

    public RuleTraffic Traffic => traffic;
    public string Description => description;
    public bool IsEmpty => sources.Count == 0 && original.ValueKind == JsonValueKind.Undefined;
    public IEnumerable<RuleSource> Sources => sources.Keys;

    /// <summary>Reads a rule of the state; null where it has another shape.</summary>
    public static StateRule? Read(JsonElement rule, string ownGroup)
    {
        if (
            rule.ValueKind != JsonValueKind.Object
            || !RuleTraffic.TryRead(
                Member(rule, "protocol"),
                Member(rule, "from_port"),
                Member(rule, "to_port"),
                out var traffic
            )
        )
        {
            return null;
        }
        var read = new StateRule(traffic, StateForm.TextOf(Member(rule, "description")) ?? "");
        foreach (var list in lists)
        {
            var items = Member(rule, list);
            if (items.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in items.EnumerateArray())
                {
                    if (StateForm.TextOf(item) is not { Length: > 0 } source)
                    {
                        return null;
                    }
                    read.Add(SourceOf(traffic, list, source, ownGroup), source);
                }
            }
            else if (!SameValue.IsNothing(items))
            {
                return null;
            }
        }
        if (Member(rule, Self).ValueKind == JsonValueKind.True)
        {
            read.Add(new(traffic, Self, ""), "");
        }
        read.original = rule;
        return read;
    }

    /// <summary>
    /// What a source means: a network without the bits that its prefix leaves out; a group by its id alone, as the state of a peer's has its account before it.
    /// </summary>
    public static RuleSource SourceOf(
        RuleTraffic traffic,
        string list,
        string written,
        string ownGroup
    )
    {
        if (list != Groups)
        {
            return new(traffic, list, TextMeaning.CidrKeyOf(written));
        }
        var id = written[(written.LastIndexOf('/') + 1)..];
        return id.Length > 0 && id == ownGroup ? new(traffic, Self, "") : new(traffic, Groups, id);
    }

    public void Add(RuleSource source, string written)
    {
        if (sources.TryAdd(source, written))
        {
            original = default;
        }
    }

    public bool Remove(RuleSource source)
    {
        var removed = sources.Remove(source);
        if (removed)
        {
            original = default;
        }
        return removed;
    }

    public JsonNode ToNode() =>
        StateForm.ToNode(original)
        ?? new JsonObject
        {
            [Ipv4] = ListOf(Ipv4),
            ["description"] = description,
            ["from_port"] = traffic.From,
            [Ipv6] = ListOf(Ipv6),
            [PrefixLists] = ListOf(PrefixLists),
            ["protocol"] = traffic.Protocol,
            [Groups] = ListOf(Groups),
            [Self] = sources.Keys.Any(source => source.List == Self),
            ["to_port"] = traffic.To,
        };

    private JsonArray ListOf(string list) =>
        [
            .. sources
                .Where(pair => pair.Key.List == list)
                .Select(pair => JsonValue.Create(pair.Value)),
        ];

    private static JsonElement Member(JsonElement rule, string name) =>
        rule.TryGetProperty(name, out var member) ? member : default;
}
