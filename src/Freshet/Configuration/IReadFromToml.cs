using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// A type of option that reads itself, where a table of properties is not its shape. <see cref="OptionsReader"/> calls it for each property of that type.
/// </summary>
internal interface IReadFromToml<TSelf>
    where TSelf : class, IReadFromToml<TSelf>
{
    /// <summary>What the user writes, for the reference page: <c>table of header name → rule</c>.</summary>
    static abstract string Shape { get; }

    /// <summary>Reads the value, or tells the reader what is wrong with it and returns null.</summary>
    static abstract TSelf? Read(TomlValue value, OptionsReader reader);
}

/// <summary>Options whose properties depend on each other check themselves here, after each was read.</summary>
internal interface ICheckOptions
{
    void Check(OptionsScope scope);
}

/// <summary>Where options were read from, so that a check can point at a key.</summary>
internal sealed class OptionsScope(OptionsReader reader, TomlTable table)
{
    public OptionsReader Reader => reader;

    /// <summary>The key's value as it was written; null where the key is absent, or its value stands in a file of its own.</summary>
    public TomlValue? Written(string key) => table.Find(key)?.Value;

    /// <summary>Whether the table has the key, or one that reads it from a file, whatever its value.</summary>
    public bool IsGiven(string key) =>
        table.Find(key) is not null || table.Find(key + OptionsReader.FileSuffix) is not null;

    /// <summary>Where the key's value stands, or the key that reads it from a file; the table where both are absent.</summary>
    public Location At(string key) =>
        (table.Find(key) ?? table.Find(key + OptionsReader.FileSuffix))?.Value.Location
        ?? table.Location;

    /// <summary>
    /// The secret that a key is about: what it says itself where that stands in a file of its own, else the value of the environment variable that it names. Null where that is not set, which is told.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="value">What was read for it.</param>
    public string? ReadSecret(string key, string value)
    {
        var secret = Written(key) is null ? value : reader.ReadEnvironment(value, At(key));
        // What was mounted from a file often ends with a line feed, which no header can hold.
        return secret?.TrimEnd('\r', '\n');
    }

    public void Error(string key, string message, string? hint = null) =>
        reader.Error(At(key), message, hint);
}
