using Freshet.Sinks.Sse.Filtering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;

namespace Freshet.Tests.Sinks.Sse.Filtering;

/// <summary>Filters as a client asks for them, by the query of a request.</summary>
internal static class Filters
{
    public static EventFilter Read(string query)
    {
        EventFilter.TryRead(Parse(query), out var filter, out var reason).ShouldBeTrue(reason);
        return filter.ShouldNotBeNull();
    }

    public static string Refuse(string query)
    {
        EventFilter.TryRead(Parse(query), out var filter, out var reason).ShouldBeFalse();
        filter.ShouldBeNull();
        return reason.ShouldNotBeNull();
    }

    private static QueryCollection Parse(string query) => new(QueryHelpers.ParseQuery(query));
}
