using Freshet.Toml;

namespace Freshet.Terraform.Mapping;

/// <summary>A call that changes resources, and how.</summary>
/// <param name="Provider">Whose call it is.</param>
/// <param name="Group">The table of the file that it stands in, such as <c>ec2</c>.</param>
/// <param name="Service">The service as the audit log names it: <c>ec2.amazonaws.com</c>.</param>
/// <param name="Name">The call as the file names it, without the service's prefix.</param>
/// <param name="FullNames">The names it has in the audit log: more than one where an API has versions.</param>
/// <param name="Changes">What it changes; at least one.</param>
/// <param name="Location">Where that is written.</param>
internal sealed record ApiCall(
    CloudProvider Provider,
    string Group,
    string Service,
    string Name,
    IReadOnlyList<string> FullNames,
    IReadOnlyList<CallEffect> Changes,
    Location Location
);
