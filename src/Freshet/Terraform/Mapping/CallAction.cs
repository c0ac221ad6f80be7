namespace Freshet.Terraform.Mapping;

/// <summary>What a call does to a resource.</summary>
internal enum CallAction
{
    Created,
    Modified,
    Deleted,

    /// <summary>The resource is a tie between two others, which is made.</summary>
    Attached,

    /// <summary>Such a tie is cut.</summary>
    Detached,
}
