using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse.Xml;

/// <summary>An element while it is read.</summary>
/// <param name="name">Its name as it was written.</param>
internal sealed class XmlElement(string name)
{
    private readonly List<(string Name, string Text)> attributes = [];
    private readonly List<(string Name, Value Value)> fields = [];
    private int nodes;
    private int elements;

    /// <summary>The name with its prefix.</summary>
    public string Name => name;

    /// <summary>The name without its prefix.</summary>
    public string LocalName => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>The namespaces that the element hides, to be taken back at its end.</summary>
    public List<KeyValuePair<string, string?>> Hidden { get; } = [];

    /// <param name="attribute">The name without its prefix.</param>
    /// <param name="text">The value.</param>
    public void AddAttribute(string attribute, string text) => attributes.Add((attribute, text));

    public void AddElement(string element, Value value)
    {
        nodes++;
        elements++;
        fields.Add((element, value));
    }

    public void AddText(string text, XmlOptions options)
    {
        nodes++;
        fields.Add((options.TextKey, ReadText(text, options)));
    }

    /// <summary>A comment or an instruction: it counts as a node that is no field.</summary>
    public void AddOther() => nodes++;

    /// <summary>The element as a value.</summary>
    public Value ToValue(XmlOptions options)
    {
        var isExpanded =
            attributes.Count > 0 ? options.IncludesAttributes : options.AlwaysUsesTextKey;
        if (!isExpanded && nodes == 1 && fields.Count == 1 && elements == 0)
        {
            // A text alone stands for the element.
            return fields[0].Value;
        }
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var result = new List<KeyValuePair<string, Value>>();
        if (options.IncludesAttributes)
        {
            foreach (var (attribute, text) in attributes)
            {
                Add(options.AttributePrefix + attribute, Value.From(text));
            }
        }
        foreach (var (field, value) in fields)
        {
            Add(field, value);
        }
        return Value.From(VrlObject.FromOwned(result));

        // What is there more than once is an array.
        void Add(string key, Value value)
        {
            if (places.TryAdd(key, result.Count))
            {
                result.Add(new(key, value));
                return;
            }
            var place = places[key];
            if (!result[place].Value.IsArray)
            {
                var array = new VrlArray(2);
                array.AddOwned(result[place].Value);
                result[place] = new(key, Value.From(array));
            }
            result[place].Value.Array.AddOwned(value);
        }
    }

    private static Value ReadText(string text, XmlOptions options)
    {
        switch (text)
        {
            case "" or "null" when options.ReadsNull:
                return Value.Null;
            case "true" or "false" when options.ReadsBooleans:
                return Value.From(text == "true");
            default:
                break;
        }
        if (!options.ReadsNumbers)
        {
            return Value.From(text);
        }
        if (RustNumber.TryReadInteger(text, out var integer))
        {
            return Value.From(integer);
        }
        if (RustNumber.TryReadFloat(text, out var number))
        {
            return Value.From(number);
        }
        // What is no number is zero, once it says so.
        return
            text.AsSpan().TrimStart("+-").Equals("nan", StringComparison.OrdinalIgnoreCase)
            && text.Length <= 4
            ? Value.From(0.0)
            : Value.From(text);
    }
}
