using System.ComponentModel.DataAnnotations;

namespace Freshet.Terraform.Mapping;

/// <summary>What a mapping file says: the calls of one provider, and which of them change nothing.</summary>
internal sealed class MappingFile
{
    /// <summary>Whose calls they are.</summary>
    [Required]
    public CloudProvider? Provider { get; set; }

    /// <summary>Names of calls that change nothing, in every service.</summary>
    public List<WrittenText> ReadOnly { get; set; } = [];

    /// <summary>Full names that look as if they only read, but change something that is not mapped.</summary>
    public List<WrittenText> Mutating { get; set; } = [];

    /// <summary>The services, by a name that serves to group them.</summary>
    public Dictionary<string, MappedService> Services { get; set; } = [];
}
