using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Reads typed options out of a TOML tree: a property's name in snake case is its key. It goes on after a mistake, so that all of them are told at once.
/// </summary>
/// <param name="diagnostics">Where mistakes are told.</param>
/// <param name="environment">The environment's variables by name.</param>
/// <param name="files">Reads the files that options name; null where nobody asks which they were.</param>
internal sealed class OptionsReader(
    ICollection<Diagnostic> diagnostics,
    Func<string, string?> environment,
    ReadFiles? files = null
)
{
    /// <summary>The end of a key that names a file to read the value from.</summary>
    public const string FileSuffix = "_file";

    private const int LargestReadFile = 1 << 20;

    /// <summary>Set while reading a component that is switched off: what it needs from outside may be absent.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>The values that were read as secrets, and must not be shown.</summary>
    public HashSet<TomlValue> Secrets { get; } = [];

    private readonly ReadFiles files = files ?? new();

    /// <summary>What was read from outside the tree so far, in its order: variables and files, each with a hash of what was in it.</summary>
    private readonly List<string> outside = [];

    /// <summary>What each key of the whole server's options came to, by its name: <c>http</c>, <c>http.port</c>.</summary>
    public Dictionary<string, Fingerprint> Fingerprints { get; } = new(StringComparer.Ordinal);

    /// <summary>Options of the whole server, read before those of its components, for these to go by.</summary>
    private readonly Dictionary<Type, object> shared = [];

    /// <summary>Lets the options of components see these.</summary>
    public void Share(object options) => shared[options.GetType()] = options;

    /// <summary>The options of that class which hold for the whole server; as they are by default where there are none.</summary>
    public T Shared<T>()
        where T : class, new() => shared.GetValueOrDefault(typeof(T)) as T ?? new T();

    public void Tell(Diagnostic diagnostic) => diagnostics.Add(diagnostic);

    public void Error(Location? location, string message, string? hint = null) =>
        diagnostics.Add(new(Severity.Error, message, location, hint));

    public void Warn(Location? location, string message, string? hint = null) =>
        diagnostics.Add(new(Severity.Warning, message, location, hint));

    /// <summary>The variable's value; where it is not set that is an error, unless the component is switched off.</summary>
    public string? ReadEnvironment(string name, Location location)
    {
        var value = environment(name);
        outside.Add($"variable {name} {Fingerprint.Of([value ?? ""])}");
        if (string.IsNullOrEmpty(value) && !IsDisabled)
        {
            var state = value is null ? "not set" : "empty";
            // Whoever took the key for that of the secret itself is not to find it in the log.
            var isLikelyName = SecretNames.IsLikelyVariable(name);
            Error(
                location,
                isLikelyName
                    ? $"the environment variable {name} is {state}"
                    : $"the environment variable that this names is {state}",
                isLikelyName
                    ? $"set it before starting: export {name}=…"
                    : "here is the name of a variable, not the secret itself"
            );
        }
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>Reads a file that an option names, and remembers it.</summary>
    /// <inheritdoc cref="ConfigurationFile.TryRead(string, int, out byte[], out string)"/>
    public bool TryReadFile(
        string path,
        int limit,
        [NotNullWhen(true)] out byte[]? content,
        [NotNullWhen(false)] out string? error
    )
    {
        var isRead = files.TryRead(path, limit, out content, out error);
        outside.Add($"file {path} {(content is null ? error : Fingerprint.Of(content).Hash)}");
        return isRead;
    }

    /// <summary>Remembers a file that an option names, and that somebody else is about to read.</summary>
    public void NoteFile(string path) => outside.Add($"file {path} {files.Note(path)}");

    /// <summary>Where <see cref="FingerprintSince"/> begins.</summary>
    public int Mark => outside.Count;

    /// <summary>That of a value, and of everything that was read for it from outside of the tree.</summary>
    /// <param name="mark">The <see cref="Mark"/> before it was read.</param>
    /// <param name="value">The value.</param>
    public Fingerprint FingerprintSince(int mark, TomlValue value) =>
        Fingerprint.Of(outside.Skip(mark).Prepend(Fingerprint.Of(value).Hash));

    /// <summary>Reads the table into a new <typeparamref name="T"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">How messages call the table: <c>sinks.events</c>; empty for the root.</param>
    /// <param name="alsoKnown">Keys that somebody else reads.</param>
    public T Read<T>(TomlTable table, string name, params IReadOnlyCollection<string> alsoKnown)
        where T : class, new() => (T)Read(typeof(T), table, name, alsoKnown);

    /// <summary>Reads the table into a new object of that type, which has a constructor without parameters.</summary>
    public object Read(
        Type type,
        TomlTable table,
        string name,
        params IReadOnlyCollection<string> alsoKnown
    )
    {
        var options = Activator.CreateInstance(type)!;
        var properties = OptionProperty.Of(type);
        var known = properties.Select(property => property.Key).Concat(alsoKnown).ToHashSet();
        foreach (var property in table.Properties)
        {
            if (known.Contains(property.Key))
            {
                continue;
            }
            var stem = property.Key.EndsWith(FileSuffix, StringComparison.Ordinal)
                ? property.Key[..^FileSuffix.Length]
                : null;
            if (stem is null || properties.All(candidate => candidate.Key != stem))
            {
                Error(
                    property.KeyLocation,
                    $"unknown key \"{property.Key}\" in {Called(name)}",
                    NearestName.Hint(property.Key, known)
                );
                // It may be a token under a misspelt key.
                PassOver(property.Value);
            }
        }
        foreach (var property in properties)
        {
            ReadProperty(options, property, table, name);
        }
        if (options is ICheckOptions check)
        {
            check.Check(new OptionsScope(this, table));
        }
        return options;
    }

    /// <summary>Reads one value; null where it is not what the type asks for, which is then told already.</summary>
    public object? ReadValue(Type type, TomlValue value, string name)
    {
        if (IsUnset(value))
        {
            return null;
        }
        var secretsBefore = Secrets.Count;
        var read = new ValueReader(this).Read(
            Nullable.GetUnderlyingType(type) ?? type,
            value,
            name
        );
        if (value is TomlText && Secrets.Count > secretsBefore)
        {
            // The tree keeps the text, not what was found in it.
            Secrets.Add(value);
        }
        return read;
    }

    /// <summary>The text of a string; any other kind is an error.</summary>
    public string? ReadText(TomlValue value, string name) =>
        value switch
        {
            TomlString text => text.Value,
            TomlText text => IsUnset(text) ? null : text.Plain,
            _ => (string?)Mismatch(value, name, "a string"),
        };

    /// <summary>What nobody can read, such as the table of an unknown type: it is not shown, since it may hold secrets, but must be whole.</summary>
    public void PassOver(TomlValue value)
    {
        foreach (var leaf in Leaves(value))
        {
            IsUnset(leaf);
            Secrets.Add(leaf);
        }
    }

    /// <summary>The same for a table's keys, but for those that were read.</summary>
    public void PassOver(TomlTable table, params IReadOnlyCollection<string> but)
    {
        foreach (var property in table.Properties.Where(property => !but.Contains(property.Key)))
        {
            PassOver(property.Value);
        }
    }

    /// <summary>Whether every variable in the table is set; those that are not are told.</summary>
    public bool IsWhole(TomlTable table) => Leaves(table).Where(IsUnset).ToList().Count == 0;

    private static IEnumerable<TomlValue> Leaves(TomlValue value) =>
        value switch
        {
            TomlTable table => table.Properties.SelectMany(property => Leaves(property.Value)),
            TomlArray array => array.Items.SelectMany(Leaves),
            _ => [value],
        };

    /// <summary>Whether a variable in the text is not set; that is an error, unless the component is switched off.</summary>
    private bool IsUnset(TomlValue value)
    {
        if (value is not TomlText { Unset: { } variable })
        {
            return false;
        }
        if (!IsDisabled)
        {
            Error(
                value.Location,
                $"the environment variable {variable} is not set",
                $"set it, give a default with ${{{variable}:-value}}, or write $${{{variable}}} for the text itself"
            );
        }
        return true;
    }

    /// <summary>Tells that the value is not what was expected, and returns null.</summary>
    public object? Mismatch(TomlValue value, string name, string expected)
    {
        var given = value switch
        {
            TomlString or TomlText when !Secrets.Contains(value) => "this text",
            _ => value.Kind,
        };
        Error(value.Location, $"{name} must be {expected}, not {given}");
        return null;
    }

    private void ReadProperty(object options, OptionProperty property, TomlTable table, string name)
    {
        var given = table.Find(property.Key);
        if (given is not null && property.Foreign is { } foreign)
        {
            // What it says is not known here, and may be a secret.
            PassOver(given.Value);
            diagnostics.Add(
                new(
                    foreign.Severity,
                    $"{PathOf(name, property.Key)} {foreign.Reason}",
                    given.KeyLocation,
                    foreign.Hint
                )
            );
            return;
        }
        var fromFile = table.Find(property.Key + FileSuffix);
        var isOwnKey = OptionProperty
            .Of(options.GetType())
            .Any(other => other.Key == property.Key + FileSuffix);
        if (fromFile is not null && !isOwnKey)
        {
            if (given is not null)
            {
                Error(
                    fromFile.KeyLocation,
                    $"both {property.Key} and {fromFile.Key} are given in {Called(name)}",
                    $"remove one; {property.Key} stands at {given.KeyLocation}"
                );
                return;
            }
            given = ReadFile(property, fromFile, name);
            if (given is null)
            {
                return;
            }
        }
        var path = PathOf(name, property.Key);
        if (given is null)
        {
            if (property.IsRequired)
            {
                Error(
                    table.Location,
                    $"the key \"{property.Key}\" is missing in {Called(name)}",
                    property.Hint
                );
            }
            return;
        }
        var errorsBefore = diagnostics.Count;
        var mark = Mark;
        var value = ReadValue(property.Type, given.Value, path);
        if (path.Count(letter => letter == '.') < 2)
        {
            Fingerprints[path] = FingerprintSince(mark, given.Value);
        }
        if (value is null)
        {
            return;
        }
        property.Set(options, value);
        if (diagnostics.Count == errorsBefore)
        {
            Validate(options, property, value, given.Value, path);
        }
    }

    private void Validate(
        object options,
        OptionProperty property,
        object value,
        TomlValue given,
        string path
    )
    {
        var context = new ValidationContext(options) { DisplayName = path };
        foreach (var rule in property.Rules)
        {
            if (Failure(rule, value, context) is { } failure)
            {
                Error(given.Location, OptionProperty.Describe(rule, path) ?? failure.ErrorMessage!);
            }
        }
    }

    private static ValidationResult? Failure(
        ValidationAttribute rule,
        object value,
        ValidationContext context
    )
    {
        try
        {
            return rule.GetValidationResult(value, context);
        }
        catch (OverflowException)
        {
            // A range of 32-bit numbers meets one that needs 64.
            return new(rule.FormatErrorMessage(context.DisplayName));
        }
    }

    private TomlProperty? ReadFile(OptionProperty property, TomlProperty reference, string name)
    {
        var key = PathOf(name, reference.Key);
        if (ReadText(reference.Value, key) is not { } written)
        {
            return null;
        }
        var location = reference.Value.Location;
        var folder =
            location.Line == 0 ? "." : Path.GetDirectoryName(Path.GetFullPath(location.Origin));
        var path = written.Length == 0 ? "" : Path.Combine(folder!, written);
        if (!TryReadFile(path, LargestReadFile, out var content, out var error))
        {
            if (!IsDisabled)
            {
                Error(location, $"the file \"{path}\" of {key} {error}");
            }
            return null;
        }
        if (!Utf8.IsValid(content))
        {
            Error(location, $"the file \"{path}\" of {key} is not UTF-8");
            return null;
        }
        // Editors end a file with a line feed, and some begin it with a mark; neither is meant.
        var text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF').TrimEnd('\r', '\n');
        return new(property.Key, reference.KeyLocation, new TomlText(text, written, location));
    }

    private static string PathOf(string name, string key) =>
        name.Length == 0 ? key : $"{name}.{key}";

    private static string Called(string name) => name.Length == 0 ? "the configuration" : name;
}
