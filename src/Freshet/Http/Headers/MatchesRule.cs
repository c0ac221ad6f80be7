using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.RegularExpressions;
using Freshet.Configuration;
using Microsoft.AspNetCore.Http;

namespace Freshet.Http.Headers;

/// <summary>
/// <c>matches</c>: the pattern is found in the header; <c>^</c> and <c>$</c> make it the whole header. The engine takes time linear in the
/// value, so no value can hold it up. <c>\w</c> and <c>\d</c> are Unicode's; <c>$</c> is the end of the value, since no header value holds a
/// line feed before which .NET's <c>$</c> would match too.
/// </summary>
internal sealed class MatchesRule : HeaderRule, ICheckOptions
{
    public const string Name = "matches";

    private Regex? regex;

    public override string Type => Name;

    public override IEnumerable<string> Terms => [Pattern];

    /// <summary>The regular expression that must be found in the header's value.</summary>
    [Required(ErrorMessage = "give a regular expression")]
    [MinLength(1)]
    [MaxLength(4096)]
    public string Pattern { get; set; } = "";

    public void Check(OptionsScope scope)
    {
        try
        {
            regex = new Regex(
                Pattern,
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
            );
        }
        catch (RegexParseException fault)
        {
            scope.Error(
                "pattern",
                $"the pattern is not a regular expression: {Words(fault.Error)} at character {fault.Offset + 1}"
            );
        }
        catch (NotSupportedException)
        {
            scope.Error(
                "pattern",
                "the pattern cannot be matched in linear time",
                "look-arounds, back-references, atomic groups and very large repetitions are not available"
            );
        }
    }

    protected override bool Holds(
        string value,
        IHeaderDictionary headers,
        ReadOnlySpan<byte> body
    ) => regex is not null && regex.IsMatch(value);

    /// <summary><c>UnterminatedBracket</c> as <c>unterminated bracket</c>: the exception's own message repeats the pattern, which may hold control characters.</summary>
    private static string Words(RegexParseError error)
    {
        var words = new StringBuilder();
        foreach (var letter in error.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append(' ');
            }
            words.Append(char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }
}
