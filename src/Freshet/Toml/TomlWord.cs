namespace Freshet.Toml;

/// <summary>Reads the values that stand without quotes or brackets: booleans, numbers, dates and times.</summary>
internal static class TomlWord
{
    /// <summary>Reads a word; where it is no value, <paramref name="error"/> says why and the result is null.</summary>
    public static TomlValue? Read(ReadOnlySpan<char> word, Location location, out Diagnostic? error)
    {
        string? hint;
        TomlValue? value;
        string kind;
        if (word is "true" or "false")
        {
            error = null;
            return new TomlBoolean(word is "true", location);
        }
        if (TomlDateTimeReader.Resembles(word))
        {
            value = TomlDateTimeReader.Read(word, location, out hint);
            kind = "a valid date or time";
        }
        else if (TomlNumberReader.Resembles(word))
        {
            value = TomlNumberReader.Read(word, location, out hint);
            kind = "a valid number";
        }
        else
        {
            value = null;
            kind = "a value";
            hint = HintFor(word);
        }
        error = value is null
            ? new Diagnostic(Severity.Error, $"`{Shorten(word)}` is not {kind}", location, hint)
            : null;
        return value;
    }

    /// <summary>The hint for what is likely meant as text.</summary>
    public static string QuoteHint(ReadOnlySpan<char> word) =>
        word.ContainsAny('"', '\'') || word.Length > 40
            ? "put text in quotes"
            : $"put text in quotes: \"{word.ToString().Replace("\\", "\\\\", StringComparison.Ordinal)}\"";

    private static string HintFor(ReadOnlySpan<char> word) =>
        word.ToString().ToLowerInvariant() switch
        {
            "true" or "yes" or "on" => "write `true`, in lower case",
            "false" or "no" or "off" => "write `false`, in lower case",
            "inf" or "+inf" or "-inf" or "nan" or "+nan" or "-nan" => "write it in lower case",
            "null" or "nil" or "none" or "undefined" => "TOML has no null: leave the key out",
            _ => QuoteHint(word),
        };

    private static string Shorten(ReadOnlySpan<char> word) =>
        word.Length <= 40 ? word.ToString() : $"{word[..40]}…";
}
