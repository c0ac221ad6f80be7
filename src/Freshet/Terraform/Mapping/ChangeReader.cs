using System.Text.RegularExpressions;
using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Terraform.Mapping;

/// <summary>Reads what a call changes out of the short texts in which a mapping file says it.</summary>
internal sealed partial class ChangeReader(
    CloudProvider provider,
    ICollection<Diagnostic> diagnostics
)
{
    private const int MaxWords = 16;
    private const int MaxAttributes = 200;

    private static readonly IReadOnlyDictionary<string, object> actions = OptionProperty.EnumNames(
        typeof(CallAction)
    );
    private static readonly IReadOnlyDictionary<string, object> kinds = OptionProperty.EnumNames(
        typeof(ComparisonKind)
    );
    private static readonly IReadOnlyDictionary<string, object> modes = OptionProperty.EnumNames(
        typeof(ChangeMode)
    );

    /// <summary>Reads a change; null after a mistake, which is then told.</summary>
    public CallEffect? Read(MappedChange written)
    {
        if (written.Change is not { } change)
        {
            return null;
        }
        var words = Words(change.Text);
        if (words.Length is < 3 or > MaxWords)
        {
            return Fail(
                change.Location,
                "a change is an action, a resource type, and what finds the resource",
                "write it as \"modified aws_vpc request.vpcId\""
            );
        }
        if (!actions.TryGetValue(words[0], out var action))
        {
            return Fail(
                change.Location,
                $"\"{words[0]}\" is no action",
                NearestName.Hint(words[0], [.. actions.Keys])
            );
        }
        if (
            ReadTypes(words[1], change.Location) is not { } types
            || ReadKeys(words[2..], change.Location) is not { } keys
            || ReadAttributes(written.Attributes, change.Location) is not { } attributes
        )
        {
            return null;
        }
        return new((CallAction)action, types, keys, attributes);
    }

    private string[]? ReadTypes(string text, Location location)
    {
        var types = text.Split(',');
        foreach (var type in types)
        {
            if (!TypeForm().IsMatch(type))
            {
                Fail(location, $"\"{type}\" is no resource type", null);
                return null;
            }
            if (!type.StartsWith(provider.TypePrefix(), StringComparison.Ordinal))
            {
                Fail(
                    location,
                    $"the resource type \"{type}\" is not of this provider",
                    $"its types begin with {provider.TypePrefix()}"
                );
                return null;
            }
        }
        return types;
    }

    private List<ResourceKey>? ReadKeys(string[] words, Location location)
    {
        var keys = new List<ResourceKey>();
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var attributes = equals < 0 ? ["id"] : word[..equals].Split('|');
            if (attributes.FirstOrDefault(name => !AttributeForm().IsMatch(name)) is { } wrong)
            {
                Fail(location, $"\"{wrong}\" is no attribute", "attributes are in snake_case");
                return null;
            }
            if (ReadPath(word[(equals + 1)..], location) is not { } path)
            {
                return null;
            }
            keys.Add(new(attributes, path));
        }
        return keys;
    }

    private List<AttributeChange>? ReadAttributes(
        Dictionary<string, WrittenText> written,
        Location location
    )
    {
        if (written.Count > MaxAttributes)
        {
            Fail(location, $"a change has at most {MaxAttributes} attributes", null);
            return null;
        }
        var attributes = new List<AttributeChange>();
        foreach (var (name, value) in written)
        {
            if (!AttributeForm().IsMatch(name))
            {
                Fail(value.Location, $"\"{name}\" is no attribute", "attributes are in snake_case");
            }
            else if (ReadAttribute(name, value) is { } attribute)
            {
                attributes.Add(attribute);
            }
        }
        return attributes.Count == written.Count ? attributes : null;
    }

    private AttributeChange? ReadAttribute(string name, WrittenText value)
    {
        var words = new Queue<string>(Words(value.Text));
        var mode = Take(words, modes) is { } foundMode ? (ChangeMode)foundMode : ChangeMode.Replace;
        var kind = Take(words, kinds) is { } foundKind
            ? (ComparisonKind)foundKind
            : ComparisonKind.Text;
        if (words.Count == 0 && kind == ComparisonKind.Opaque)
        {
            return new(name, kind, mode, null, null);
        }
        if (words.Count != 1)
        {
            Fail(
                value.Location,
                $"the attribute {name} needs one path",
                $"write \"[add|remove] [kind] path\", where kind is one of {string.Join(", ", kinds.Keys)}"
            );
            return null;
        }
        if (words.Peek().StartsWith('='))
        {
            return new(name, kind, mode, null, words.Peek()[1..]);
        }
        return ReadPath(words.Peek(), value.Location) is { } path
            ? new(name, kind, mode, path, null)
            : null;
    }

    private RecordPath? ReadPath(string text, Location location)
    {
        if (RecordPath.TryParse(text, provider, out var path))
        {
            return path;
        }
        Fail(
            location,
            $"\"{text}\" is no path into a record",
            "names joined by dots, [] for each item of a list, | between alternatives: request.instancesSet.items[].instanceId"
        );
        return null;
    }

    private static object? Take(Queue<string> words, IReadOnlyDictionary<string, object> known) =>
        words.TryPeek(out var word)
        && known.TryGetValue(word, out var value)
        && words.Dequeue() is not null
            ? value
            : null;

    private CallEffect? Fail(Location location, string message, string? hint)
    {
        diagnostics.Add(new(Severity.Error, message, location, hint));
        return null;
    }

    private static string[] Words(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(
        @"^[a-z]+_(\*|[a-z0-9]+(_[a-z0-9]+)*)\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex TypeForm();

    [GeneratedRegex(
        @"^[a-z][a-z0-9]*(_[a-z0-9]+)*(\.[a-z][a-z0-9]*(_[a-z0-9]+)*)*\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex AttributeForm();
}
