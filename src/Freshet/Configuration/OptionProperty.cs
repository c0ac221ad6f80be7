using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Freshet.Configuration;

/// <summary>One key of a table of options: a public property that can be set.</summary>
internal sealed class OptionProperty
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<OptionProperty>> Known = new();

    private readonly PropertyInfo property;

    private OptionProperty(PropertyInfo property)
    {
        this.property = property;
        Key = SnakeCase(property.Name);
        Rules =
        [
            .. property
                .GetCustomAttributes<ValidationAttribute>()
                .Where(rule => rule is not RequiredAttribute),
        ];
        IsRequired = property.GetCustomAttribute<RequiredAttribute>() is not null;
        Hint = property.GetCustomAttribute<RequiredAttribute>()?.ErrorMessage;
        Foreign = property.GetCustomAttribute<ForeignAttribute>();
    }

    /// <summary>The key in TOML: the property's name in snake case.</summary>
    public string Key { get; }

    public Type Type => property.PropertyType;

    public bool IsRequired { get; }

    /// <summary>What to do where a required key is missing.</summary>
    public string? Hint { get; }

    /// <summary>Why the key means nothing here; null of one that does.</summary>
    public ForeignAttribute? Foreign { get; }

    public IReadOnlyList<ValidationAttribute> Rules { get; }

    public PropertyInfo Member => property;

    public void Set(object options, object value) => property.SetValue(options, value);

    public object? Get(object options) => property.GetValue(options);

    /// <summary>The keys of a class of options, in the order of the source.</summary>
    public static IReadOnlyList<OptionProperty> Of(Type type) =>
        Known.GetOrAdd(
            type,
            static type =>
                [
                    .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                        .Where(property => property.SetMethod is { IsPublic: true })
                        .Select(property => new OptionProperty(property)),
                ]
        );

    /// <summary>The names by which configuration knows the members of an enumeration: in snake case, or what the member's attribute says.</summary>
    public static IReadOnlyDictionary<string, object> EnumNames(Type type) =>
        Enum.GetNames(type)
            .ToDictionary(name => NameOf(type, name), name => Enum.Parse(type, name));

    private static string NameOf(Type type, string member) =>
        type.GetField(member)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
        ?? SnakeCase(member);

    /// <summary>A rule that failed in the words of configuration; null where the rule's own words are good.</summary>
    public static string? Describe(ValidationAttribute rule, string path) =>
        rule switch
        {
            RangeAttribute range =>
                $"{path} must be from {Show(range.Minimum)} to {Show(range.Maximum)}",
            MinLengthAttribute { Length: 1 } => $"{path} must not be empty",
            MaxLengthAttribute longest => $"{path} must have at most {longest.Length} characters",
            AllowedValuesAttribute allowed =>
                $"{path} must be one of {string.Join(", ", allowed.Values.Select(value => $"\"{value}\""))}",
            { ErrorMessage: { } sentence } => $"{path} {sentence}",
            _ => null,
        };

    /// <summary>A value as configuration would write it.</summary>
    public static string Show(object value) =>
        value switch
        {
            TimeSpan duration => Duration.Format(duration),
            _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
        };

    private static string SnakeCase(string name) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
