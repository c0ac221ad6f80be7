using Freshet.Vrl.Stdlib;

namespace Freshet.Programs.Purl;

/// <summary>The functions for package URLs (purl, ECMA-427), which events of software delivery name artifacts by. They are Freshet's own.</summary>
internal static class PurlFunctions
{
    public const string Category = "Package URL";

    public static IReadOnlyList<Function> All { get; } =
    [
        new PurlFromArgoCdGitSource(),
        new PurlFromArgoCdHelm(),
        new PurlFromOciImage(),
        new PurlToString(),
    ];
}
