using System.Globalization;
using System.Text;

namespace Freshet.Terraform;

/// <summary>Names of instances and of what is in them, as Terraform writes them: <c>module.net["eu"].aws_subnet.private[0]</c>.</summary>
internal static class StateAddress
{
    /// <param name="module">The module's own address, as the state has it; empty in the root module.</param>
    /// <param name="isData">Whether it is a data resource.</param>
    /// <param name="type">Such as <c>aws_subnet</c>.</param>
    /// <param name="name">Such as <c>private</c>.</param>
    /// <param name="key">Which instance, as <see cref="Key(string)"/> or <see cref="Key(long)"/> writes it; empty where there is but one.</param>
    /// <param name="deposed">The key of an object that was set aside when it was replaced; null for the instance itself.</param>
    public static string Of(
        string module,
        bool isData,
        string type,
        string name,
        string key,
        string? deposed
    ) =>
        string.Concat([
            module,
            module.Length > 0 ? "." : "",
            isData ? "data." : "",
            type,
            ".",
            name,
            key,
            deposed is null ? "" : $" (deposed {deposed})",
        ]);

    /// <summary>The key of an instance of <c>count</c>: <c>[0]</c>.</summary>
    public static string Key(long index) =>
        string.Create(CultureInfo.InvariantCulture, $"[{index}]");

    /// <summary>The key of an instance of <c>for_each</c>, a quoted template of HCL: <c>["eu"]</c>.</summary>
    public static string Key(string key)
    {
        var text = new StringBuilder("[\"", key.Length + 4);
        for (var i = 0; i < key.Length; i++)
        {
            var c = key[i];
            _ = c switch
            {
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '"' or '\\' => text.Append('\\').Append(c),
                // These two would begin an expression.
                '$' or '%' when i + 1 < key.Length && key[i + 1] == '{' => text.Append(c).Append(c),
                _ when char.IsControl(c) => text.Append(
                    CultureInfo.InvariantCulture,
                    $"\\u{(int)c:x4}"
                ),
                _ => text.Append(c),
            };
        }
        return text.Append("\"]").ToString();
    }

    /// <summary>The path of a member: <c>tags.Name</c>, or <c>tags["app.io/name"]</c> where the name is no identifier, so that no two members have one path.</summary>
    /// <param name="path">That of the object; empty for the attributes themselves.</param>
    /// <param name="name">The member's name.</param>
    public static string Member(string path, string name) =>
        !IsIdentifier(name) ? path + Key(name)
        : path.Length == 0 ? name
        : $"{path}.{name}";

    private static bool IsIdentifier(string name) =>
        name.Length > 0
        && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
