using Freshet.Management.Browsing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;

namespace Freshet.Tests.Management.Browsing;

/// <summary>What somebody asks the journal for, by the query of a request.</summary>
internal static class Queries
{
    public static EventQuery Read(string query)
    {
        EventQuery.TryRead(Parse(query), out var read, out var reason).ShouldBeTrue(reason);
        return read.ShouldNotBeNull();
    }

    public static string Refuse(string query)
    {
        EventQuery.TryRead(Parse(query), out var read, out var reason).ShouldBeFalse();
        read.ShouldBeNull();
        return reason.ShouldNotBeNull();
    }

    private static QueryCollection Parse(string query) => new(QueryHelpers.ParseQuery(query));
}
