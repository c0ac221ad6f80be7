using System.Diagnostics.CodeAnalysis;
using Freshet.Events;
using Microsoft.AspNetCore.Http;

namespace Freshet.Http;

/// <summary>A time in a request's query.</summary>
internal static class TimeParameter
{
    /// <summary>Reads it, null where it is not given; false where it is no time, and why, for the client to read.</summary>
    public static bool TryRead(
        IQueryCollection query,
        string name,
        out DateTimeOffset? time,
        [NotNullWhen(false)] out string? reason
    )
    {
        (time, reason) = (null, null);
        if (!query.TryGetValue(name, out var values))
        {
            return true;
        }
        if (values.Count == 1 && Rfc3339.TryParse(values[0], out var parsed))
        {
            time = parsed;
            return true;
        }
        reason =
            $"{name} is not a time; expected one in RFC 3339, such as {name}=2026-01-02T03:04:05Z, where a + is written %2B";
        return false;
    }
}
