using System.Text.Json;

namespace Freshet.Terraform.Comparing;

/// <summary>Booleans as clouds write them: <c>true</c>, the text of it, or what is enabled and disabled.</summary>
internal static class Truth
{
    public static bool TryRead(JsonElement value, out bool truth)
    {
        truth = value.ValueKind == JsonValueKind.True;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            || (value.ValueKind == JsonValueKind.String && TryParse(value.GetString()!, out truth));
    }

    public static bool TryParse(string text, out bool truth)
    {
        truth = Is(text, "true") || Is(text, "enabled");
        return truth || Is(text, "false") || Is(text, "disabled");
    }

    /// <summary>The text that stands for a truth where <paramref name="example"/> stood for one: in the same words, and in the same case.</summary>
    public static string Like(string example, bool truth)
    {
        var isWord = Is(example, "enabled") || Is(example, "disabled");
        var text = (isWord, truth) switch
        {
            (true, true) => "Enabled",
            (true, false) => "Disabled",
            (_, true) => "true",
            _ => "false",
        };
        return example.AsSpan().ContainsAnyInRange('a', 'z') ? text : text.ToUpperInvariant();
    }

    private static bool Is(string text, string word) =>
        string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}
