using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>Reads one value of a TOML tree as what the type of an option asks for: the one list of kinds that options have.</summary>
/// <param name="reader">Is told what is wrong, and reads tables of options within the value.</param>
internal sealed class ValueReader(OptionsReader reader)
{
    /// <summary>Reads the value; null where it is not what the type asks for, which is then told.</summary>
    public object? Read(Type target, TomlValue value, string name)
    {
        if (ReadsItself(target) is { } read)
        {
            return read.Invoke(null, [value, reader]);
        }
        var literal =
            value is TomlText text && target != typeof(string) && target != typeof(Secret)
                ? Literal(text, target)
                : value;
        if (target == typeof(string))
        {
            return reader.ReadText(value, name);
        }
        if (target == typeof(Secret))
        {
            reader.Secrets.Add(value);
            return reader.ReadText(value, name) is { } secret ? new Secret(secret) : null;
        }
        if (target == typeof(bool))
        {
            return literal is TomlBoolean boolean
                ? boolean.Value
                : reader.Mismatch(value, name, "true or false");
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
                _ => reader.Mismatch(value, name, "a number"),
            };
        }
        if (target == typeof(TimeSpan))
        {
            return literal is TomlString s && Duration.TryParse(s.Value, out var duration)
                ? duration
                : reader.Mismatch(
                    value,
                    name,
                    "a duration such as \"30s\", \"500ms\" or \"1h30m\""
                );
        }
        if (target == typeof(ByteSize))
        {
            return literal switch
            {
                TomlString s when ByteSize.TryParse(s.Value, out var size) => size,
                TomlInteger { Value: >= 0 } bytes => new ByteSize(bytes.Value),
                _ => reader.Mismatch(value, name, "a size such as \"64MiB\" or \"10kB\""),
            };
        }
        if (target.IsEnum)
        {
            return ReadEnum(target, literal, name);
        }
        if (target == typeof(JsonObject))
        {
            return literal is not TomlTable table ? reader.Mismatch(value, name, "a table")
                : reader.IsWhole(table) ? TomlJson.ToJson(table)
                : null;
        }
        if (target.IsGenericType && target.GetGenericTypeDefinition() == typeof(List<>))
        {
            return ReadList(target, value, literal, name);
        }
        if (target.IsGenericType && target.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            return ReadDictionary(target, literal, name);
        }
        return literal is TomlTable nested
            ? reader.Read(target, nested, name)
            : reader.Mismatch(value, name, "a table");
    }

    private object? ReadInteger(Type target, TomlValue value, string name)
    {
        if (value is not TomlInteger integer)
        {
            return reader.Mismatch(value, name, "an integer");
        }
        if (target == typeof(long))
        {
            return integer.Value;
        }
        return integer.Value is >= int.MinValue and <= int.MaxValue
            ? (int)integer.Value
            : reader.Mismatch(value, name, "an integer of 32 bits");
    }

    private object? ReadEnum(Type target, TomlValue value, string name)
    {
        var names = OptionProperty.EnumNames(target);
        if (value is not TomlString text)
        {
            return reader.Mismatch(value, name, $"one of {Quoted(names.Keys)}");
        }
        if (names.TryGetValue(text.Value, out var member))
        {
            return member;
        }
        reader.Error(
            value.Location,
            $"{name} must be one of {Quoted(names.Keys)}, not \"{text.Value}\"",
            NearestName.Find(text.Value, names.Keys) is { } near
                ? $"did you mean \"{near}\"?"
                : null
        );
        return null;
    }

    private object? ReadList(Type target, TomlValue value, TomlValue literal, string name)
    {
        var itemType = target.GetGenericArguments()[0];
        List<TomlValue>? items = literal switch
        {
            TomlArray array => array.Items,
            TomlTable => null,
            _ when value is TomlText text => text.Items(),
            _ => null,
        };
        if (items is null)
        {
            return reader.Mismatch(value, name, "an array");
        }
        var list = (IList)Activator.CreateInstance(target)!;
        for (var i = 0; i < items.Count; i++)
        {
            if (reader.ReadValue(itemType, items[i], $"{name}[{i}]") is { } item)
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
            return reader.Mismatch(value, name, "a table");
        }
        var dictionary = (IDictionary)Activator.CreateInstance(target)!;
        foreach (var property in table.Properties)
        {
            if (reader.ReadValue(itemType, property.Value, $"{name}.{property.Key}") is { } item)
            {
                dictionary.Add(property.Key, item);
            }
        }
        return dictionary;
    }

    private static TomlValue Literal(TomlText text, Type target)
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
            : type.GetMethod("Read", [typeof(TomlValue), typeof(OptionsReader)]);
    }

    private static string Quoted(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => $"\"{name}\""));
}
