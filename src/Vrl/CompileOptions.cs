using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Typing;

namespace Freshet.Vrl;

/// <summary>What a host allows a program, and tells the compiler of its world.</summary>
public sealed record CompileOptions
{
    /// <summary>What is known of the event before the program runs; any object by default.</summary>
    public Kind Event { get; init; } = Kind.Object;

    /// <summary>What is known of the metadata; any object by default.</summary>
    public Kind Metadata { get; init; } = Kind.Object;

    /// <summary>The zone of times that name none; UTC by default, so that a program gives the same everywhere.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Functions beyond those that only compute: <c>get_env_var</c>, <c>http_request</c>, … None by default.</summary>
    public IReadOnlySet<string> EnabledFunctions { get; init; } = new HashSet<string>();

    /// <summary>Whether every function is enabled.</summary>
    public bool EnableAllFunctions { get; init; }

    /// <summary>The host's own functions; one that has the name of a function of the language stands in for it.</summary>
    public IReadOnlyList<Function> HostFunctions { get; init; } = [];

    /// <summary>Paths that programs may not change, with what is below them: <c>.id</c>, <c>%meta</c>.</summary>
    public IReadOnlyList<string> ReadOnlyPaths { get; init; } = [];

    /// <summary>
    /// Whether an expression that may fail must be handled, as VRL has it. Without, it is a warning, and where it fails the program fails: so a host takes in
    /// configurations that were written loosely.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>The folder that relative paths of files in programs (schemas, descriptors, data) start from.</summary>
    public string BaseFolder { get; init; } = ".";

    /// <summary>Told the path of each file that is about to be read for the program; nobody is by default.</summary>
    public Action<string>? ReadsFile { get; init; }

    /// <summary>
    /// What is known of user agents, instead of the own data, for <c>parse_user_agent</c>: a text in the form that the head of <c>Data/UserAgents.txt</c>
    /// explains. Null for the own data.
    /// </summary>
    public string? UserAgents { get; init; }
}
