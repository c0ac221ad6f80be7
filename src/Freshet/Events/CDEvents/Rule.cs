using System.Text;
using System.Text.Json;

namespace Freshet.Events.CDEvents;

/// <summary>What a value of a CDEvent must be.</summary>
internal abstract class Rule
{
    /// <summary>What is expected, with its article, as messages name it.</summary>
    public abstract string Expected { get; }
}

/// <summary>A string.</summary>
internal sealed class TextRule : Rule
{
    private readonly byte[][] values;

    /// <param name="format">What its text must be.</param>
    /// <param name="isFilled">Whether it must not be empty.</param>
    /// <param name="values">The strings that it may be, or, where <paramref name="isOpen"/>, that are known; none where it may be any.</param>
    /// <param name="isOpen">Whether other strings are as good.</param>
    public TextRule(
        TextFormat format = TextFormat.None,
        bool isFilled = false,
        string[]? values = null,
        bool isOpen = false
    )
    {
        (Format, IsFilled, IsOpen) = (format, isFilled, isOpen);
        Values = values ?? [];
        this.values = [.. Values.Select(Encoding.UTF8.GetBytes)];
        Expected =
            Values.Count > 1 && !isOpen ? "one of " + string.Join(", ", Values.Select(Quoted))
            : Values.Count == 1 && !isOpen ? Quoted(Values[0])
            : format != TextFormat.None ? format.Name()
            : isFilled ? "a string that is not empty"
            : "a string";
    }

    public TextFormat Format { get; }

    public bool IsFilled { get; }

    public IReadOnlyList<string> Values { get; }

    public bool IsOpen { get; }

    public override string Expected { get; }

    /// <summary>Whether the UTF-8 text holds to it.</summary>
    public bool Holds(ReadOnlySpan<byte> text)
    {
        if (IsFilled && text.IsEmpty)
        {
            return false;
        }
        if (IsOpen || values.Length == 0)
        {
            return Format.Holds(text);
        }
        foreach (var value in values)
        {
            if (text.SequenceEqual(value))
            {
                return true;
            }
        }
        return false;
    }

    private static string Quoted(string text) => $"\"{text}\"";
}

/// <summary>An object whose members are known, and all others wrong.</summary>
internal sealed class ObjectRule : Rule
{
    private readonly Field[] fields;
    private readonly byte[][] names;

    public ObjectRule(params Field[] fields)
    {
        this.fields = fields;
        names = [.. fields.Select(field => Encoding.UTF8.GetBytes(field.Name))];
        for (var i = 0; i < fields.Length; i++)
        {
            Required |= fields[i].IsRequired ? 1u << i : 0;
        }
        Names = string.Join(", ", fields.Select(field => field.Name));
    }

    /// <summary>The members; a span, since this is asked for each of each event.</summary>
    public ReadOnlySpan<Field> Fields => fields;

    /// <summary>A bit for each field that must be there.</summary>
    public uint Required { get; }

    /// <summary>The names of the fields, as messages list them.</summary>
    public string Names { get; }

    public override string Expected => "an object";

    /// <summary>The index of the field that the reader's name is; -1 where it is none.</summary>
    /// <param name="reader">Stands on the name.</param>
    /// <param name="first">Where to look first: most producers keep to one order.</param>
    public int Find(in Utf8JsonReader reader, int first)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var index = first + i < names.Length ? first + i : first + i - names.Length;
            var isIt = reader.ValueIsEscaped
                ? reader.ValueTextEquals(names[index])
                : reader.ValueSpan.SequenceEqual(names[index]);
            if (isIt)
            {
                return index;
            }
        }
        return -1;
    }
}

/// <summary>An object that may hold anything.</summary>
internal sealed class FreeObjectRule : Rule
{
    public override string Expected => "an object";
}

/// <summary>An array.</summary>
/// <param name="item">What each element must be.</param>
internal sealed class ListRule(Rule item) : Rule
{
    public Rule Item { get; } = item;

    public override string Expected => "an array";
}

/// <summary>An object whose <c>linkType</c> says what else it must hold.</summary>
/// <param name="kinds">The forms by that type.</param>
/// <param name="other">Tells what is wrong with a link of no known type.</param>
internal sealed class LinkRule((string Type, ObjectRule Form)[] kinds, ObjectRule other) : Rule
{
    public const string TypeName = "linkType";

    public IReadOnlyList<(string Type, ObjectRule Form)> Kinds { get; } = kinds;

    public ObjectRule Other { get; } = other;

    public override string Expected => "an object";
}

/// <summary>What a producer adds: an object, or bytes as Base64.</summary>
internal sealed class CustomDataRule : Rule
{
    /// <summary>What it must be where it is a string.</summary>
    public TextRule Encoded { get; } = new(TextFormat.Base64);

    public override string Expected => "an object, or a string of Base64";
}

/// <summary>A member of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rule">What its value must be.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="From">The first release that has it.</param>
/// <param name="To">The last release that has it.</param>
internal sealed record Field(
    string Name,
    Rule Rule,
    bool IsRequired = false,
    SpecVersion From = SpecVersion.V030,
    SpecVersion To = SpecVersion.V051
)
{
    public bool IsIn(SpecVersion release) => release >= From && release <= To;
}
