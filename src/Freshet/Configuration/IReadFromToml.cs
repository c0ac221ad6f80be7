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

    /// <summary>Where the key's value stands, or the table where the key is absent.</summary>
    public Location At(string key) => table.Find(key)?.Value.Location ?? table.Location;

    public void Error(string key, string message, string? hint = null) =>
        reader.Error(At(key), message, hint);
}
