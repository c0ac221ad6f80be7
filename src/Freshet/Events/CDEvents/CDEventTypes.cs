using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Freshet.Events.CDEvents;

/// <summary>By what an event is checked.</summary>
/// <param name="Form">What it must be.</param>
/// <param name="Fault">What is wrong with its type; null where nothing is.</param>
/// <param name="IsOdd">Whether most readers would take the type all the same.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FoundForm(
    ObjectRule Form,
    string? Fault = null,
    bool IsOdd = false
);

/// <summary>Finds the form of an event by its type.</summary>
internal static class CDEventTypes
{
    private const int LongestShown = 64;

    /// <summary>The versions of each type, by subject and predicate.</summary>
    private static readonly FrozenDictionary<string, CDEventType[]> ByName = CDEventTable
        .Types.GroupBy(type => type.Name)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray());

    private static readonly FrozenDictionary<string, CDEventType[]>.AlternateLookup<
        ReadOnlySpan<char>
    > ByNamePart = ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly ObjectRule Custom = CDEventForms.Custom(SpecVersion.V041);
    private static readonly ObjectRule NewCustom = CDEventForms.Custom(SpecVersion.V051);
    private static readonly ObjectRule Unknown = CDEventForms.Unknown(SpecVersion.V041);
    private static readonly ObjectRule NewUnknown = CDEventForms.Unknown(SpecVersion.V051);

    /// <summary>
    /// The form of an event. A version of a type that no release has is checked by the nearest one among those whose context names its version alike: 0.5 calls it
    /// <c>specversion</c>, releases before <c>version</c>. So is one of a release before 0.5 under a <c>specversion</c>: what the context says of itself goes for all of the
    /// event, and the type is what was forgotten.
    /// </summary>
    /// <param name="type">Its type; empty where it has none, which its form tells.</param>
    /// <param name="isNew">Whether its context has <c>specversion</c>.</param>
    public static FoundForm Find(ReadOnlySpan<char> type, bool isNew)
    {
        if (type.StartsWith(CustomTypes.Prefix))
        {
            return new(isNew ? NewCustom : Custom);
        }
        if (TryFindVersions(type, out var versions, out var version))
        {
            return Choose(versions, version, isNew);
        }
        var unknown = isNew ? NewUnknown : Unknown;
        return type.IsEmpty
            ? new(unknown)
            : new(
                unknown,
                $"expected a type of CDEvents 0.3, 0.4 or 0.5, or {TextFormat.CustomType.Name()}, found \"{Shown(type)}\""
            );
    }

    /// <summary>Where the schema of the type is, among those of the specification; null where that does not have this very version.</summary>
    public static string? SchemaUriOf(ReadOnlySpan<char> type) =>
        TryFindVersions(type, out var versions, out var version)
            ? Exact(versions, version)?.SchemaUri
            : null;

    /// <summary>The text as far as a message shows it.</summary>
    public static string Shown(ReadOnlySpan<char> text) =>
        text.Length > LongestShown ? $"{text[..LongestShown]}…" : text.ToString();

    private static bool TryFindVersions(
        ReadOnlySpan<char> type,
        out CDEventType[] versions,
        out ReadOnlySpan<char> version
    )
    {
        versions = [];
        version = default;
        if (!type.StartsWith(CDEventType.Prefix))
        {
            return false;
        }
        var rest = type[CDEventType.Prefix.Length..];
        var dot = rest.IndexOf('.');
        var second = dot < 0 ? -1 : rest[(dot + 1)..].IndexOf('.');
        var name = second < 0 ? rest : rest[..(dot + 1 + second)];
        version = second < 0 ? default : rest[(name.Length + 1)..];
        return ByNamePart.TryGetValue(name, out versions!);
    }

    private static FoundForm Choose(CDEventType[] versions, ReadOnlySpan<char> version, bool isNew)
    {
        var exact = Exact(versions, version);
        if (exact is not null && (exact.Release >= SpecVersion.V051 || !isNew))
        {
            return new(exact.Form);
        }
        var isVersion = TryRead(version, out var wanted);
        if (!isVersion)
        {
            // The newest is the nearest.
            wanted = (int.MaxValue, int.MaxValue, int.MaxValue);
        }
        CDEventType? nearest = null;
        var distance = (0, 0, 0);
        foreach (var candidate in versions)
        {
            _ = TryRead(candidate.Version, out var known);
            var far = (
                Math.Abs(wanted.Major - known.Major),
                Math.Abs(wanted.Minor - known.Minor),
                Math.Abs(wanted.Patch - known.Patch)
            );
            if (
                candidate.Release >= SpecVersion.V051 == isNew
                && (nearest is null || far.CompareTo(distance) <= 0)
            )
            {
                (nearest, distance) = (candidate, far);
            }
        }
        var form = nearest!.Form;
        if (exact is not null)
        {
            return new(
                form,
                $"expected {nearest.Text} beside specversion, found the version of a release before 0.5",
                IsOdd: true
            );
        }
        return isVersion
            ? new(form)
            : new(
                form,
                $"expected a version such as {nearest.Version} after {CDEventType.Prefix}{nearest.Name}., found \"{Shown(version)}\""
            );
    }

    private static CDEventType? Exact(CDEventType[] versions, ReadOnlySpan<char> version)
    {
        foreach (var candidate in versions)
        {
            if (version.SequenceEqual(candidate.Version))
            {
                return candidate;
            }
        }
        return null;
    }

    /// <summary>Three numbers; what follows a hyphen, as that of a draft, says nothing of how far it is from others.</summary>
    private static bool TryRead(
        ReadOnlySpan<char> text,
        out (int Major, int Minor, int Patch) version
    )
    {
        var hyphen = text.IndexOf('-');
        var numbers = hyphen < 0 ? text : text[..hyphen];
        Span<int> parts = stackalloc int[3];
        parts.Clear();
        var count = 0;
        foreach (var range in numbers.Split('.'))
        {
            if (
                count == parts.Length
                || !int.TryParse(
                    numbers[range],
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out parts[count]
                )
            )
            {
                version = default;
                return false;
            }
            count++;
        }
        version = (parts[0], parts[1], parts[2]);
        return count == parts.Length && hyphen != text.Length - 1;
    }
}
