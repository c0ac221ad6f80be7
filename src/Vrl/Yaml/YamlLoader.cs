using System.Globalization;
using System.Text;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Yaml;

/// <summary>Reads a document of YAML, 1.1 or 1.2, with the outcomes and the messages of upstream's reader, which is libyaml's.</summary>
internal sealed class YamlLoader
{
    /// <summary>How many values aliases may make of each that is written, and of a small document.</summary>
    private const int MaxRepetition = 100;
    private const int FreeRepetition = 10_000;

    private readonly IReadOnlyList<YamlEvent> events;
    private readonly List<Step> path = [];
    private long remaining;
    private int depth;
    private string? error;

    /// <summary>A key or, where that is null, an index on the way to a value; no key is known of what an alias is the key of.</summary>
    private readonly record struct Step(string? Key, int Index);

    private YamlLoader(IReadOnlyList<YamlEvent> events)
    {
        this.events = events;
        remaining = ((long)events.Count * MaxRepetition) + FreeRepetition;
    }

    /// <summary>Reads the value of the only document there is; of none it is null.</summary>
    public static bool TryLoad(ReadOnlySpan<byte> text, out Value value, out string error)
    {
        value = default;
        if (!YamlText.TryDecode(text, out var decoded, out error))
        {
            return false;
        }
        var source = new YamlSource(decoded);
        var parser = new YamlParser(source);
        var isParsed = parser.TryParse();
        var loader = new YamlLoader(parser.Events);
        // A value that cannot be is wrong before what is wrong in the text after it.
        if (parser.Events.Count > 0 && !loader.TryReadWhole(out value) && loader.error is not null)
        {
            error = loader.error;
        }
        else if (!isParsed)
        {
            error = source.Error ?? "EOF while parsing a value";
        }
        else if (parser.HasMore)
        {
            error = "deserializing from YAML containing more than one document is not supported";
        }
        return error.Length == 0;
    }

    private bool TryReadWhole(out Value value)
    {
        var at = 0;
        return TryRead(ref at, out value);
    }

    /// <summary>False where something is wrong, or where the events end before the value does.</summary>
    private bool TryRead(ref int at, out Value value)
    {
        value = default;
        if (at >= events.Count)
        {
            return false;
        }
        var first = events[at];
        at++;
        if (--remaining < 0)
        {
            error ??= "repetition limit exceeded";
            return false;
        }
        switch (first.Kind)
        {
            case YamlEventKind.Alias:
                var target = first.Target;
                return TryRead(ref target, out value);
            case YamlEventKind.Scalar:
                return YamlSchema.TryRead(first, out value, out var problem)
                    || Fail(problem, first.Mark);
        }
        if (first.Tag.StartsWith('!'))
        {
            return Fail("invalid type: enum, expected any valid JSON value", first.Mark);
        }
        if (depth == YamlParser.MaxDepth)
        {
            error ??= At("recursion limit exceeded", first.Mark);
            return false;
        }
        depth++;
        var isRead =
            first.Kind == YamlEventKind.SequenceStart
                ? TryReadSequence(ref at, out value)
                : TryReadMapping(ref at, out value);
        depth--;
        return isRead;
    }

    private bool TryReadSequence(ref int at, out Value value)
    {
        value = default;
        var items = new VrlArray();
        while (at < events.Count && events[at].Kind != YamlEventKind.SequenceEnd)
        {
            path.Add(new(Key: null, items.Count));
            if (!TryRead(ref at, out var item))
            {
                return false;
            }
            path.RemoveAt(path.Count - 1);
            items.AddOwned(item);
        }
        value = Value.From(items);
        return at++ < events.Count;
    }

    private bool TryReadMapping(ref int at, out Value value)
    {
        value = default;
        var fields = new List<KeyValuePair<string, Value>>();
        while (at < events.Count && events[at].Kind != YamlEventKind.MappingEnd)
        {
            if (!TryReadKey(ref at, out var key, out var shownKey))
            {
                return false;
            }
            path.Add(new(shownKey, 0));
            if (!TryRead(ref at, out var field))
            {
                return false;
            }
            path.RemoveAt(path.Count - 1);
            fields.Add(new(key, field));
        }
        value = Value.From(VrlObject.FromOwned(fields));
        return at++ < events.Count;
    }

    /// <summary>Any scalar is a key by its text.</summary>
    private bool TryReadKey(ref int at, out string key, out string shownKey)
    {
        var first = events[at];
        at++;
        var isAlias = first.Kind == YamlEventKind.Alias;
        var named = isAlias ? events[first.Target] : first;
        key = named.Text;
        shownKey = isAlias ? "?" : key;
        if (--remaining < 0)
        {
            error ??= "repetition limit exceeded";
            return false;
        }
        return named.Kind == YamlEventKind.Scalar
            || Fail(
                $"invalid type: {(named.Kind == YamlEventKind.MappingStart ? "map" : "sequence")}, expected a string",
                named.Mark
            );
    }

    private bool Fail(string problem, YamlMark mark)
    {
        if (error is null)
        {
            var place = new StringBuilder();
            foreach (var step in path)
            {
                if (step.Key is null)
                {
                    place.Append(place.Length == 0 ? "." : "");
                    place.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
                }
                else
                {
                    place.Append(place.Length == 0 ? "" : ".").Append(step.Key);
                }
            }
            error = At(place.Length == 0 ? problem : $"{place}: {problem}", mark);
        }
        return false;
    }

    private static string At(string problem, YamlMark mark) =>
        mark.IsStart ? problem : $"{problem} at {mark}";
}
