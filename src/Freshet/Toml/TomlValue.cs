namespace Freshet.Toml;

/// <summary>A value of a TOML document, with the place where it was written.</summary>
internal abstract class TomlValue(Location location)
{
    /// <summary>
    /// Where the value stands, as far as its first line goes. A table stands at its header or braces; one that is only implied
    /// (<c>a</c> of <c>[a.b]</c> or of <c>a.b = 1</c>) at that part of the key. The reader sets it again once it knows better.
    /// </summary>
    public Location Location { get; internal set; } = location;

    /// <summary>The kind with its article, as error messages name it: <c>a string</c>, <c>an array</c>.</summary>
    public abstract string Kind { get; }
}

/// <summary>A string, its escapes resolved.</summary>
internal sealed class TomlString(string value, Location location) : TomlValue(location)
{
    public string Value { get; } = value;
    public override string Kind => "a string";
}

/// <summary>A 64-bit integer.</summary>
internal sealed class TomlInteger(long value, Location location) : TomlValue(location)
{
    public long Value { get; } = value;
    public override string Kind => "an integer";
}

/// <summary>A 64-bit float; infinities and NaN are allowed by TOML.</summary>
internal sealed class TomlFloat(double value, Location location) : TomlValue(location)
{
    public double Value { get; } = value;
    public override string Kind => "a float";
}

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class TomlBoolean(bool value, Location location) : TomlValue(location)
{
    public bool Value { get; } = value;
    public override string Kind => "a boolean";
}

/// <summary>The four date and time types of TOML.</summary>
internal enum TomlDateTimeKind
{
    /// <summary>A point in time: date, time and offset.</summary>
    Offset,

    /// <summary>A date and time without an offset.</summary>
    Local,

    /// <summary>A date alone.</summary>
    LocalDate,

    /// <summary>A time of day alone.</summary>
    LocalTime,
}

/// <summary>A date, a time, or both, in the normalised RFC 3339 form that it is written in.</summary>
internal sealed class TomlDateTime(TomlDateTimeKind type, string text, Location location)
    : TomlValue(location)
{
    public TomlDateTimeKind Type { get; } = type;

    /// <summary>RFC 3339 text: upper-case <c>T</c> and <c>Z</c>, fraction as written, cut to nanoseconds.</summary>
    public string Text { get; } = text;

    public override string Kind => "a date or time";
}

/// <summary>An array; its items may be of different kinds.</summary>
internal sealed class TomlArray(Location location) : TomlValue(location)
{
    public List<TomlValue> Items { get; } = [];
    public override string Kind => "an array";
}

/// <summary>A key of a table with the place where it was written.</summary>
internal sealed record TomlProperty(string Key, Location KeyLocation, TomlValue Value);

/// <summary>A table; keys keep the order in which they were written.</summary>
internal sealed class TomlTable(Location location) : TomlValue(location)
{
    private readonly OrderedDictionary<string, TomlProperty> properties = new(
        StringComparer.Ordinal
    );

    public override string Kind => "a table";

    public IReadOnlyList<TomlProperty> Properties => properties.Values;

    public TomlProperty? Find(string key) => properties.GetValueOrDefault(key);

    /// <summary>Sets the key, in its old place if it is there already.</summary>
    public void Set(TomlProperty property) => properties[property.Key] = property;

    public bool Remove(string key) => properties.Remove(key);
}
