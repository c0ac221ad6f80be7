using System.Runtime.InteropServices;

namespace Freshet.Terraform.Comparing;

/// <summary>What a rule of a security group lets in or out, in the smallest part: one protocol, one range of ports, one source or destination.</summary>
/// <param name="Traffic">Protocol and ports.</param>
/// <param name="List">The list of a rule in the state that has it, such as <c>cidr_blocks</c>.</param>
/// <param name="Key">One text for all that mean the same: a network, a prefix list or a group.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RuleSource(RuleTraffic Traffic, string List, string Key);
