using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;
using Microsoft.AspNetCore.Http;

namespace Freshet.Http.Headers;

/// <summary><c>secret</c>: the header is <c>prefix + the value of an environment variable + suffix</c>, compared in constant time.</summary>
internal sealed class SecretRule : HeaderRule, ICheckOptions
{
    public const string Name = "secret";

    private Secret? expected;

    public override string Type => Name;

    public override IEnumerable<string> Terms => [expected?.Reveal() ?? ""];

    /// <summary>The environment variable's name, not the secret itself; which is what a file holds that <c>value_file</c> names.</summary>
    [Required(ErrorMessage = "give the name of the environment variable that holds the secret")]
    public string Value { get; set; } = "";

    /// <summary>What stands before the secret: <c>Bearer </c>.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>What stands behind the secret.</summary>
    public string Suffix { get; set; } = "";

    public void Check(OptionsScope scope)
    {
        if (Value.Length == 0)
        {
            return;
        }
        var secret = scope.ReadSecret("value", Value);
        if (!string.IsNullOrEmpty(secret))
        {
            expected = new Secret($"{Prefix}{secret}{Suffix}");
        }
    }

    protected override bool Holds(
        string value,
        IHeaderDictionary headers,
        ReadOnlySpan<byte> body
    ) => expected is not null && expected.Matches(value);
}
