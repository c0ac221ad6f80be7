using System.ComponentModel.DataAnnotations;

namespace Freshet.Terraform.Mapping;

/// <summary>The long form of a change: what happens, and to which attributes.</summary>
internal sealed class MappedChange
{
    /// <summary><c>action types key…</c></summary>
    [Required]
    public WrittenText? Change { get; set; }

    /// <summary>Attribute → <c>[add|remove] [kind] path</c>, or <c>[kind] =constant</c>.</summary>
    public Dictionary<string, WrittenText> Attributes { get; set; } = [];
}
