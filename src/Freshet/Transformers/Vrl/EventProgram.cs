using Freshet.Programs.Purl;
using Freshet.Vrl;
using Freshet.Vrl.Typing;

namespace Freshet.Transformers.Vrl;

/// <summary>What programs of transformers are told of the event: <c>.</c> is <c>{ metadata, headers, body }</c>, and read-only what it is called.</summary>
internal static class EventProgram
{
    /// <summary>The fields that programs see and may not change.</summary>
    public static readonly IReadOnlyList<string> Identity = ["type", "id", "source"];

    /// <summary>How programs are compiled, but for what a configuration says.</summary>
    public static CompileOptions Options { get; } =
        new()
        {
            Event = Kind.ObjectOf(
                [
                    new("metadata", Kind.Object),
                    new("headers", Kind.ObjectOf(Kind.Bytes.Or(Kinds.Undefined))),
                    new("body", Kind.Any),
                    .. Identity.Select(name => KeyValuePair.Create(name, Kind.Bytes)),
                ],
                // A program may keep things there while it runs.
                Kind.Any
            ),
            ReadOnlyPaths = [.. Identity.Select(name => "." + name)],
            HostFunctions = PurlFunctions.All,
        };
}
