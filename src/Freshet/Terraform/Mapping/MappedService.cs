using System.ComponentModel.DataAnnotations;

namespace Freshet.Terraform.Mapping;

/// <summary>The calls of one service; several tables may share a source.</summary>
internal sealed class MappedService
{
    /// <summary>The service as the audit log names it.</summary>
    [Required, MinLength(1)]
    public string Source { get; set; } = "";

    /// <summary>The heading in the reference page; by default the table's name.</summary>
    public string? Title { get; set; }

    /// <summary>What stands before each call's name in the audit log; several where the API has versions.</summary>
    public List<string> Prefixes { get; set; } = [];

    /// <summary>Names of this service's calls that change nothing.</summary>
    public List<WrittenText> ReadOnly { get; set; } = [];

    /// <summary>
    /// What each call changes: <c>action types key…</c>, a table of that as <c>change</c> and its <c>attributes</c>, or an array of these.
    /// </summary>
    public Dictionary<string, WrittenCall> Calls { get; set; } = [];
}
