using System.Text.Json;
using Freshet.Events;

namespace Freshet.Sources.Falco;

/// <summary>Finds the members of an alert, and everything that is wrong with them. A member that is null counts as absent.</summary>
/// <param name="json">What was sent.</param>
internal sealed class AlertReader(JsonElement json)
{
    /// <summary>The longest hostname, in UTF-16 units: more than any system allows, and short enough for the event's source.</summary>
    private const int LongestHostname = 1000;

    private readonly List<EventFault> faults = [];

    /// <summary>What is wrong, once it is read.</summary>
    public IReadOnlyList<EventFault> Faults => faults;

    /// <summary>The alert; null where something is wrong.</summary>
    public Alert? Read()
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Wrong(null, "an alert of Falco, which is an object", json);
            return null;
        }
        var priority = Required("priority", "a string");
        var alert = new Alert
        {
            Time = ReadTime(),
            Rule = ReadRule(),
            Priority = priority,
            Severity = ReadSeverity(priority),
            Output = Required("output", "a string", "json_include_output_property"),
            Source = Optional("source"),
            Hostname = ReadHostname(),
            Tags = ReadTags(),
            Fields = ReadFields(),
        };
        return faults.Count == 0 ? alert : null;
    }

    private JsonElement ReadTime()
    {
        const string expected = "an RFC 3339 time such as 2026-01-31T12:00:00.123456789Z";
        var time = Required("time", expected);
        if (IsString(time) && !Rfc3339.TryParse(time.GetString(), out _))
        {
            faults.Add(new($"expected {expected}, found another string", "time"));
        }
        return time;
    }

    private JsonElement ReadRule()
    {
        const string expected = "a string that is not empty";
        var rule = Required("rule", expected);
        if (IsString(rule) && rule.ValueEquals(""))
        {
            faults.Add(new($"expected {expected}, found an empty one", "rule"));
        }
        return rule;
    }

    private string ReadSeverity(JsonElement priority)
    {
        if (!IsString(priority))
        {
            return "";
        }
        var severity = AlertPriority.SeverityOf(priority.GetString()!);
        if (severity is null)
        {
            faults.Add(new($"expected {AlertPriority.Known}, found another string", "priority"));
        }
        return severity ?? "";
    }

    private JsonElement ReadHostname()
    {
        var hostname = Optional("hostname");
        if (IsString(hostname) && hostname.GetString()!.Length is > LongestHostname and var length)
        {
            faults.Add(
                new($"expected at most {LongestHostname} characters, found {length}", "hostname")
            );
        }
        return hostname;
    }

    private JsonElement ReadTags()
    {
        var tags = Find("tags");
        if (tags.ValueKind == JsonValueKind.Undefined)
        {
            return tags;
        }
        if (tags.ValueKind != JsonValueKind.Array)
        {
            Wrong("tags", "an array of strings", tags);
            return default;
        }
        var i = 0;
        foreach (var tag in tags.EnumerateArray())
        {
            if (!IsString(tag))
            {
                // The first tells enough: there may be very many.
                Wrong($"tags[{i}]", "a string", tag);
                break;
            }
            i++;
        }
        return tags;
    }

    private JsonElement ReadFields()
    {
        const string name = "output_fields";
        var fields = Find(name);
        if (fields.ValueKind == JsonValueKind.Object)
        {
            return fields;
        }
        // Falco has null where it has none to tell, as in messages of its own.
        if (fields.ValueKind != JsonValueKind.Undefined || !json.TryGetProperty(name, out _))
        {
            Wrong(name, "an object", fields, "json_include_output_fields_property");
        }
        return default;
    }

    /// <summary>A string that must be there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expected">What it must be, for the message.</param>
    /// <param name="setting">The setting of Falco without which it is not there; null where it always is.</param>
    private JsonElement Required(string name, string expected, string? setting = null)
    {
        var member = Find(name);
        if (!IsString(member))
        {
            Wrong(name, expected, member, setting);
        }
        return member;
    }

    private JsonElement Optional(string name)
    {
        var member = Find(name);
        if (member.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.String))
        {
            Wrong(name, "a string", member);
        }
        return member;
    }

    private JsonElement Find(string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : default;

    private static bool IsString(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private void Wrong(string? path, string expected, JsonElement found, string? setting = null)
    {
        var kind = JsonMember.KindName(found.ValueKind);
        var hint =
            setting is not null && found.ValueKind == JsonValueKind.Undefined
                ? $" ({setting} in Falco's configuration must be true)"
                : "";
        faults.Add(new($"expected {expected}, found {kind}{hint}", path));
    }
}
