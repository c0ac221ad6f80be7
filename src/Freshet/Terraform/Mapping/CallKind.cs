namespace Freshet.Terraform.Mapping;

/// <summary>What is known of a call.</summary>
internal enum CallKind
{
    /// <summary>Nothing: it may change a resource, and is told without an attribute.</summary>
    Unknown,

    /// <summary>It changes no resource that Terraform could hold.</summary>
    ReadOnly,

    /// <summary>It changes what its <see cref="ApiCall"/> says.</summary>
    Mapped,
}
