namespace Freshet.Terraform.Comparing;

/// <summary>What a call does to an attribute, as far as can be told.</summary>
internal enum FindingKind
{
    /// <summary>The instance has no such attribute: its type lacks it, and the change is passed over.</summary>
    Absent,

    /// <summary>The call leaves the attribute as the state has it.</summary>
    Same,

    /// <summary>The attribute becomes another.</summary>
    Different,

    /// <summary>
    /// The call mentions the attribute, and what that becomes cannot be told: it is opaque, a secret, or the request has a shape that is not understood. The drift
    /// names the attribute, without values.
    /// </summary>
    Unreadable,
}
