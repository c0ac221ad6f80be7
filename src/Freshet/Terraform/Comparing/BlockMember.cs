namespace Freshet.Terraform.Comparing;

/// <summary>An element of an API's XML, and the attribute that a state has for it.</summary>
/// <param name="Element">The element's name, as the audit log's JSON has it.</param>
/// <param name="Attribute">The attribute's name; empty where the element's own members stand in its place, or it does not count.</param>
/// <param name="Form">How the value is written.</param>
/// <param name="Members">What it has, where it is a block.</param>
internal sealed record BlockMember(
    string Element,
    string Attribute,
    BlockForm Form,
    params IReadOnlyList<BlockMember> Members
);
