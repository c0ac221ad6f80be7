using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Freshet.Events;
using Freshet.Http;
using Freshet.Sinks.Sse.Filtering;
using Microsoft.AspNetCore.Http;

namespace Freshet.Management.Browsing;

/// <summary>Which events of the journal somebody asks for.</summary>
internal sealed class EventQuery
{
    /// <summary>The parameter that says where the page before ended.</summary>
    public const string Cursor = "before";

    public const int DefaultLimit = 100;
    public const int LargestLimit = 1_000;

    private static readonly string[] Parameters =
    [
        "type",
        "source",
        "severity",
        "since",
        "until",
        "limit",
        Cursor,
    ];

    private readonly NameList types;
    private readonly NameList sources;

    /// <summary>Null where it does not matter; events that have none do not match any list.</summary>
    private readonly NameList? severities;

    private EventQuery(NameList types, NameList sources, NameList? severities) =>
        (this.types, this.sources, this.severities) = (types, sources, severities);

    /// <summary>The oldest that matches: journaled at this time or later.</summary>
    public DateTimeOffset? Since { get; private init; }

    /// <summary>Those match that were journaled before this time.</summary>
    public DateTimeOffset? Until { get; private init; }

    /// <summary>How many events a page has at most.</summary>
    public int Limit { get; private init; }

    /// <summary>The sequence of the first entry that is not looked at; null to begin with the newest.</summary>
    public long? Before { get; private init; }

    /// <summary>Reads it; false where it is none, and why, for the client to read.</summary>
    public static bool TryRead(
        IQueryCollection query,
        [NotNullWhen(true)] out EventQuery? read,
        [NotNullWhen(false)] out string? reason
    )
    {
        read = null;
        if (query.Keys.FirstOrDefault(name => !IsKnown(name)) is { } unknown)
        {
            reason =
                $"{Shown(unknown)} is no parameter; expected one of {string.Join(", ", Parameters)}";
            return false;
        }
        var lists = new FilterQuery(query);
        if (
            !lists.TryRead("type", out var types, out reason)
            || !lists.TryRead("source", out var sources, out reason)
            || !lists.TryRead("severity", out var severities, out reason)
            || !TimeParameter.TryRead(query, "since", out var since, out reason)
            || !TimeParameter.TryRead(query, "until", out var until, out reason)
            || !TryReadNumber(query, "limit", LargestLimit, out var limit, out reason)
            || !TryReadNumber(query, Cursor, long.MaxValue, out var before, out reason)
        )
        {
            return false;
        }
        if (since > until)
        {
            reason = "since is later than until; expected a time before it, or the same";
            return false;
        }
        // A star alone asks for any severity, but for one.
        var isAsked = query["severity"].Any(text => text.AsSpan().ContainsAnyExcept(' ', ','));
        read = new(types, sources, isAsked ? severities : null)
        {
            Since = since,
            Until = until,
            Limit = (int?)limit ?? DefaultLimit,
            Before = before,
        };
        return true;
    }

    public bool Matches(EncodedEvent taken) =>
        types.Matches(taken.Type)
        && sources.Matches(taken.Source)
        && (
            severities is null
            || (EventSeverity.Of(taken.Json.Span) is { } severity && severities.Matches(severity))
        );

    private static bool IsKnown(string name) =>
        Parameters.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string Shown(string name) =>
        name.Length <= 32 && name.All(char.IsAsciiLetterOrDigit) ? name : "what the query has";

    private static bool TryReadNumber(
        IQueryCollection query,
        string name,
        long largest,
        out long? number,
        [NotNullWhen(false)] out string? reason
    )
    {
        (number, reason) = (null, null);
        if (!query.TryGetValue(name, out var values))
        {
            return true;
        }
        var isNumber = long.TryParse(
            values.Count == 1 ? values[0] : null,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var given
        );
        if (isNumber && given >= 1 && given <= largest)
        {
            number = given;
            return true;
        }
        reason =
            name == Cursor
                ? $"{name} is no cursor; expected what next was in the page before"
                : $"{name} is not a number of events; expected a whole number from 1 to {largest}";
        return false;
    }
}
