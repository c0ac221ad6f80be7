using Freshet.Configuration;

namespace Freshet.Hosting;

/// <summary>A configuration that is built into the binary, a file of the folder <c>profiles</c>.</summary>
/// <param name="Name">How <c>--profile</c> calls it: the file's name.</param>
/// <param name="Description">What it is, in a line: the file's first comment.</param>
/// <param name="Configuration">The file.</param>
internal sealed record Profile(
    string Name,
    string Description,
    ConfigurationInput.Embedded Configuration
);
