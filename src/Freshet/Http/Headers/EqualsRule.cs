using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;
using Microsoft.AspNetCore.Http;

namespace Freshet.Http.Headers;

/// <summary><c>equals</c>: the header is <c>prefix + value + suffix</c>, compared in constant time since it is mostly a token.</summary>
internal sealed class EqualsRule : HeaderRule, ICheckOptions
{
    public const string Name = "equals";

    private Secret? expected;

    public override string Type => Name;

    public override IEnumerable<string> Terms => [$"{CaseSensitive}", expected?.Reveal() ?? ""];

    /// <summary>The text that the header must be, between prefix and suffix.</summary>
    [Required(ErrorMessage = "give the text that the header must be")]
    public Secret? Value { get; set; }

    /// <summary>Whether <c>A</c> and <c>a</c> differ, in the value as in prefix and suffix: tokens differ by case, so that is the default.</summary>
    public bool CaseSensitive { get; set; } = true;

    /// <summary>What stands before the value: <c>Bearer </c>.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>What stands behind the value.</summary>
    public string Suffix { get; set; } = "";

    public void Check(OptionsScope scope)
    {
        if (Value?.Reveal() is not { } value)
        {
            return;
        }
        if (value.Length == 0)
        {
            scope.Error("value", "the value that the header must equal is empty");
            return;
        }
        expected = new Secret(Fold($"{Prefix}{value}{Suffix}"));
    }

    protected override bool Holds(
        string value,
        IHeaderDictionary headers,
        ReadOnlySpan<byte> body
    ) => expected is not null && expected.Matches(Fold(value));

    private string Fold(string text) => CaseSensitive ? text : text.ToUpperInvariant();
}
