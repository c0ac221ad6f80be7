using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

namespace Freshet.Configuration;

/// <summary>Writes the reference of a class of options as Markdown: what the class and its properties say of themselves.</summary>
internal sealed class OptionsReference(XmlDocumentation documentation, StringBuilder page)
{
    /// <summary>A section: the class's own words, a table of its keys, and a section for each table among them.</summary>
    /// <param name="type">A class of options.</param>
    /// <param name="table">The table's name in TOML: <c>[http]</c>.</param>
    /// <param name="level">The heading's level.</param>
    public void Write(Type type, string table, int level)
    {
        page.Append('#', level)
            .Append($" `{table}`\n\n")
            .Append(documentation.Of(type))
            .Append("\n\n");
        var defaults = Activator.CreateInstance(type)!;
        var properties = OptionProperty.Of(type);
        var nested = properties
            .Where(property => property.Foreign is null)
            .Where(property => IsTable(ItemOf(property.Type) ?? property.Type))
            .ToList();
        var plain = properties.Except(nested).Where(property => property.Foreign is null).ToList();
        if (plain.Count > 0)
        {
            page.Append("| key | kind | default | |\n| --- | --- | --- | --- |\n");
            foreach (var property in plain)
            {
                WriteRow(property, defaults);
            }
            page.Append('\n');
        }
        foreach (var property in nested)
        {
            // [sinks.NAME] type = "sse" has the table [sinks.NAME.cors].
            var item = ItemOf(property.Type);
            var name = $"{table[..table.IndexOf(']')].TrimStart('[')}.{property.Key}";
            WriteNested(
                item ?? property.Type,
                item is null ? $"[{name}]" : $"[[{name}]]",
                documentation.Of(property.Member),
                level + 1
            );
        }
    }

    private void WriteNested(Type type, string table, string about, int level)
    {
        if (about.Length == 0)
        {
            Write(type, table, level);
            return;
        }
        page.Append('#', level).Append($" `{table}`\n\n").Append(about).Append("\n\n");
        var inner = new StringBuilder();
        new OptionsReference(documentation, inner).Write(type, table, level);
        // The heading was written above with the property's words; the class's follow.
        page.Append(inner.ToString().Split("\n\n", 2)[1]);
    }

    private void WriteRow(OptionProperty property, object defaults)
    {
        var text = documentation.Of(property.Member);
        foreach (var rule in property.Rules)
        {
            text += rule switch
            {
                RangeAttribute range =>
                    $" From {Number(range.Minimum)} to {Number(range.Maximum)}.",
                DurationRangeAttribute range => $" From `{range.Minimum}` to `{range.Maximum}`.",
                ByteRangeAttribute range => $" From `{range.Minimum}` to `{range.Maximum}`.",
                _ => "",
            };
        }
        var value = property.IsRequired ? "*required*" : Default(property.Get(defaults));
        page.Append($"| `{property.Key}` | {Kind(property.Type)} | {value} | {Cell(text)} |\n");
    }

    /// <summary>What a list is one of; null of what is no list.</summary>
    public static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>)
            ? type.GetGenericArguments()[0]
            : null;

    private static bool IsTable(Type type) =>
        type.IsClass
        && type.Namespace?.StartsWith(nameof(Freshet), StringComparison.Ordinal) == true
        && type != typeof(Secret)
        && !IsOwnShape(type);

    private static bool IsOwnShape(Type type) =>
        type.GetInterfaces()
            .Any(candidate =>
                candidate.IsGenericType
                && candidate.GetGenericTypeDefinition() == typeof(IReadFromToml<>)
            );

    private static string Kind(Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (IsOwnShape(target))
        {
            return (string)
                target
                    .GetProperty("Shape", BindingFlags.Public | BindingFlags.Static)!
                    .GetValue(null)!;
        }
        if (target.IsEnum)
        {
            return string.Join(
                " or ",
                OptionProperty.EnumNames(target).Keys.Select(name => $"`\"{name}\"`")
            );
        }
        if (target.IsGenericType)
        {
            var arguments = target.GetGenericArguments();
            return arguments.Length == 1
                ? $"array of {Kind(arguments[0])}"
                : $"table of name → {Kind(arguments[1])}";
        }
        return target switch
        {
            _ when target == typeof(string) => "string",
            _ when target == typeof(Secret) => "string (secret)",
            _ when target == typeof(bool) => "boolean",
            _ when target == typeof(int) || target == typeof(long) => "integer",
            _ when target == typeof(double) => "number",
            _ when target == typeof(TimeSpan) => "duration",
            _ when target == typeof(ByteSize) => "size",
            _ when target == typeof(JsonObject) => "table",
            _ => throw new ArgumentException($"{target} is no kind of option", nameof(type)),
        };
    }

    private static string Default(object? value) =>
        value switch
        {
            null or "" => "",
            string text => $"`\"{text}\"`",
            bool flag => flag ? "`true`" : "`false`",
            TimeSpan duration => $"`\"{Duration.Format(duration)}\"`",
            ByteSize size => $"`\"{size}\"`",
            Enum member =>
                $"`\"{OptionProperty.EnumNames(member.GetType()).First(pair => pair.Value.Equals(member)).Key}\"`",
            IList<string> { Count: > 0 } list =>
                $"`[{string.Join(", ", list.Select(item => $"\"{item}\""))}]`",
            ICollection or JsonObject => "",
            IConvertible number => $"`{Number(number)}`",
            _ => "",
        };

    /// <summary>As TOML writes it, in groups of three where it is long: <c>8080</c>, <c>100_000</c>.</summary>
    private static string Number(object number)
    {
        var value = Convert.ToDecimal(number);
        return value
            .ToString(value < 10_000 ? "0.##" : "#,0.##", CultureInfo.InvariantCulture)
            .Replace(",", "_", StringComparison.Ordinal);
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
