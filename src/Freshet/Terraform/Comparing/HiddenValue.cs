using System.Runtime.InteropServices;
using System.Text.Json;

namespace Freshet.Terraform.Comparing;

/// <summary>What stands in place of a value that must not be told: put there by an audit log, or by <see cref="Redactor"/>.</summary>
internal static class HiddenValue
{
    private const int LeastAsterisks = 3;

    /// <summary>Whether the value is hidden, or holds what the redaction of the state put in place of one.</summary>
    public static bool IsIn(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Undefined => false,
            JsonValueKind.String when Is(value.GetString()!) => true,
            _ => JsonMarshal.GetRawUtf8Value(value).IndexOf(Redactor.MarkerUtf8) >= 0,
        };

    /// <summary>Whether an audit log writes this in place of a text.</summary>
    public static bool Is(string text) =>
        text is "HIDDEN_DUE_TO_SECURITY_REASONS" or "REDACTED" or "[REDACTED]"
        || (text.Length >= LeastAsterisks && !text.AsSpan().ContainsAnyExcept('*'));
}
