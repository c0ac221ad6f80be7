using System.ComponentModel.DataAnnotations;
using System.IO.Enumeration;
using Freshet.Configuration;
using Freshet.Terraform.Drift;

namespace Freshet.Transformers.Drift;

/// <summary>How bad it is where certain attributes of certain resources change.</summary>
internal sealed class DriftRule : ICheckOptions
{
    /// <summary>What it is called in <c>matched_rules</c>.</summary>
    [Required(ErrorMessage = "add a name, by which alerts tell of it: name = \"Public access\"")]
    [MinLength(1)]
    [MaxLength(256)]
    public string Name { get; set; } = "";

    /// <summary>Terraform's types that it is for, in which <c>*</c> stands for any characters, as <c>aws_iam_*</c>. All by default.</summary>
    public List<string> ResourceTypes { get; set; } = [];

    /// <summary>
    /// The attributes that it watches, in which <c>*</c> stands for any characters; one that is watched is watched with everything in it. All by default. A change that cannot be read
    /// attribute by attribute may be one of these, and matches.
    /// </summary>
    public List<string> WatchedAttributes { get; set; } = [];

    /// <summary>How bad what matches is.</summary>
    public DriftSeverity Severity { get; set; } = DriftSeverity.Medium;

    public void Check(OptionsScope scope)
    {
        if (ResourceTypes.Contains("") || WatchedAttributes.Contains(""))
        {
            scope.Error(
                ResourceTypes.Contains("") ? "resource_types" : "watched_attributes",
                "an empty text matches nothing",
                "leave the list out for all"
            );
        }
    }

    public bool Matches(DriftFinding finding) =>
        (
            ResourceTypes.Count == 0
            || finding.ResourceType is { } type
                && ResourceTypes.Exists(pattern => IsLike(pattern, type))
        )
        && (
            WatchedAttributes.Count == 0
            || finding.Attribute is not { } attribute
            || WatchedAttributes.Exists(pattern =>
                IsLike(pattern, attribute) || IsLike($"{pattern}.*", attribute)
            )
        );

    private static bool IsLike(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
