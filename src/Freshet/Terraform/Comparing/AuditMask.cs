namespace Freshet.Terraform.Comparing;

/// <summary>What audit logs write in place of a value that they must not tell.</summary>
internal static class AuditMask
{
    private const int LeastAsterisks = 3;

    public static bool Covers(string text) =>
        text is "HIDDEN_DUE_TO_SECURITY_REASONS" or "REDACTED" or "[REDACTED]"
        || (text.Length >= LeastAsterisks && !text.AsSpan().ContainsAnyExcept('*'));
}
