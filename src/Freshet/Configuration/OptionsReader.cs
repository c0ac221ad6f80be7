using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Reads typed options out of a TOML tree: a property's name in snake case is its key. It goes on after a mistake, so that all of them are told at once.
/// </summary>
/// <param name="diagnostics">Where mistakes are told.</param>
/// <param name="environment">The environment's variables by name.</param>
internal sealed class OptionsReader(
    ICollection<Diagnostic> diagnostics,
    Func<string, string?> environment
)
{
    private const string FileSuffix = "_file";
    private const int LargestReadFile = 1 << 20;

    /// <summary>Set while reading a component that is switched off: what it needs from outside may be absent.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>The values that were read as secrets, and must not be shown.</summary>
    public HashSet<TomlValue> Secrets { get; } = [];

    public void Error(Location? location, string message, string? hint = null) =>
        diagnostics.Add(new(Severity.Error, message, location, hint));

    public void Warn(Location? location, string message, string? hint = null) =>
        diagnostics.Add(new(Severity.Warning, message, location, hint));

    /// <summary>The variable's value; where it is not set that is an error, unless the component is switched off.</summary>
    public string? ReadEnvironment(string name, Location location)
    {
        var value = environment(name);
        if (string.IsNullOrEmpty(value) && !IsDisabled)
        {
            Error(
                location,
                $"the environment variable {name} is {(value is null ? "not set" : "empty")}",
                $"set it before starting: export {name}=…"
            );
        }
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>Reads the table into a new <typeparamref name="T"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">How messages call the table: <c>sinks.events</c>.</param>
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
                // It may be a token under a misspelt key.
                Secrets.Add(property.Value);
                Error(
                    property.KeyLocation,
                    $"unknown key \"{property.Key}\" in {name}",
                    NearestName.Hint(property.Key, known)
                );
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
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (ReadsItself(target) is { } read)
        {
            return read.Invoke(null, [value, this]);
        }
        var literal =
            value is TomlText text && target != typeof(string) && target != typeof(Secret)
                ? Interpret(text, target)
                : value;
        if (target == typeof(string))
        {
            return ReadText(value, name);
        }
        if (target == typeof(Secret))
        {
            Secrets.Add(value);
            return ReadText(value, name) is { } secret ? new Secret(secret) : null;
        }
        if (target == typeof(bool))
        {
            return literal is TomlBoolean boolean
                ? boolean.Value
                : Mismatch(value, name, "true or false");
        }
        if (target == typeof(int) || target == typeof(long))
        {
            return ReadInteger(target, literal, name);
        }
        if (target == typeof(double))
        {
            return literal switch
            {
                TomlFloat number => number.Value,
                TomlInteger number => (double)number.Value,
                _ => Mismatch(value, name, "a number"),
            };
        }
        if (target == typeof(TimeSpan))
        {
            return literal is TomlString s && Duration.TryParse(s.Value, out var duration)
                ? duration
                : Mismatch(value, name, "a duration such as \"30s\", \"500ms\" or \"1h30m\"");
        }
        if (target == typeof(ByteSize))
        {
            return literal switch
            {
                TomlString s when ByteSize.TryParse(s.Value, out var size) => size,
                TomlInteger { Value: >= 0 } bytes => new ByteSize(bytes.Value),
                _ => Mismatch(value, name, "a size such as \"64MiB\" or \"10kB\""),
            };
        }
        if (target.IsEnum)
        {
            return ReadEnum(target, literal, name);
        }
        if (target == typeof(JsonObject))
        {
            return literal is TomlTable table
                ? TomlJson.ToJson(table)
                : Mismatch(value, name, "a table");
        }
        if (target.IsGenericType && target.GetGenericTypeDefinition() == typeof(List<>))
        {
            return ReadList(target, literal, name);
        }
        if (target.IsGenericType && target.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            return ReadDictionary(target, literal, name);
        }
        return literal is TomlTable nested
            ? Read(target, nested, name)
            : Mismatch(value, name, "a table");
    }

    /// <summary>The text of a string; any other kind is an error.</summary>
    public string? ReadText(TomlValue value, string name) =>
        value switch
        {
            TomlString text => text.Value,
            TomlText text => text.Text,
            _ => (string?)Mismatch(value, name, "a string"),
        };

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
                    $"both {property.Key} and {fromFile.Key} are given in {name}",
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
        var path = $"{name}.{property.Key}";
        if (given is null)
        {
            if (property.IsRequired)
            {
                Error(
                    table.Location,
                    $"the key \"{property.Key}\" is missing in {name}",
                    property.Hint
                );
            }
            return;
        }
        var errorsBefore = diagnostics.Count;
        var value = ReadValue(property.Type, given.Value, path);
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
            if (rule.GetValidationResult(value, context) is { } failure)
            {
                Error(given.Location, OptionProperty.Describe(rule, path) ?? failure.ErrorMessage!);
            }
        }
    }

    private TomlProperty? ReadFile(OptionProperty property, TomlProperty reference, string name)
    {
        if (ReadText(reference.Value, $"{name}.{reference.Key}") is not { } written)
        {
            return null;
        }
        var location = reference.Value.Location;
        var folder =
            location.Line == 0 ? "." : Path.GetDirectoryName(Path.GetFullPath(location.Origin));
        var path = Path.Combine(folder!, written);
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[LargestReadFile + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            if (length > LargestReadFile)
            {
                Error(location, $"{path} is larger than 1 MiB");
                return null;
            }
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(
                content,
                0,
                length
            );
            var trimmed = property.Type == typeof(Secret) ? text.TrimEnd('\r', '\n') : text;
            return new(property.Key, reference.KeyLocation, new TomlString(trimmed, location));
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            if (!IsDisabled)
            {
                Error(location, $"{name}.{reference.Key} cannot be read: {fault.Message}");
            }
            return null;
        }
    }

    private object? ReadInteger(Type target, TomlValue value, string name)
    {
        if (value is not TomlInteger integer)
        {
            return Mismatch(value, name, "an integer");
        }
        if (target == typeof(long))
        {
            return integer.Value;
        }
        return integer.Value is >= int.MinValue and <= int.MaxValue
            ? (int)integer.Value
            : Mismatch(value, name, "an integer of 32 bits");
    }

    private object? ReadEnum(Type target, TomlValue value, string name)
    {
        var names = OptionProperty.EnumNames(target);
        if (value is not TomlString text)
        {
            return Mismatch(value, name, $"one of {Quoted(names.Keys)}");
        }
        if (names.TryGetValue(text.Value, out var member))
        {
            return member;
        }
        Error(
            value.Location,
            $"{name} must be one of {Quoted(names.Keys)}, not \"{text.Value}\"",
            NearestName.Find(text.Value, names.Keys) is { } near
                ? $"did you mean \"{near}\"?"
                : null
        );
        return null;
    }

    private object? ReadList(Type target, TomlValue value, string name)
    {
        var itemType = target.GetGenericArguments()[0];
        if (value is not TomlArray array)
        {
            return Mismatch(value, name, "an array");
        }
        var list = (IList)Activator.CreateInstance(target)!;
        for (var i = 0; i < array.Items.Count; i++)
        {
            if (ReadValue(itemType, array.Items[i], $"{name}[{i}]") is { } item)
            {
                list.Add(item);
            }
        }
        return list;
    }

    private object? ReadDictionary(Type target, TomlValue value, string name)
    {
        var itemType = target.GetGenericArguments()[1];
        if (value is not TomlTable table)
        {
            return Mismatch(value, name, "a table");
        }
        var dictionary = (IDictionary)Activator.CreateInstance(target)!;
        foreach (var property in table.Properties)
        {
            if (ReadValue(itemType, property.Value, $"{name}.{property.Key}") is { } item)
            {
                dictionary.Add(property.Key, item);
            }
        }
        return dictionary;
    }

    private static TomlValue Interpret(TomlText text, Type target)
    {
        var isText = target == typeof(TimeSpan) || target == typeof(ByteSize) || target.IsEnum;
        var value = text.Interpret();
        // An unquoted 30s or 64MiB is no TOML value, and a bare 1024 is a size already.
        return isText && value is not (TomlString or TomlInteger)
            ? new TomlString(text.Text, text.Location)
            : value;
    }

    private static MethodInfo? ReadsItself(Type type)
    {
        var contract = type.GetInterfaces()
            .FirstOrDefault(candidate =>
                candidate.IsGenericType
                && candidate.GetGenericTypeDefinition() == typeof(IReadFromToml<>)
            );
        return contract is null
            ? null
            : type.GetMethod(nameof(Read), [typeof(TomlValue), typeof(OptionsReader)]);
    }

    private static string Quoted(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => $"\"{name}\""));
}
