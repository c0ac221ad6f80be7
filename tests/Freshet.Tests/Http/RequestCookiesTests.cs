using Freshet.Http;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Http;

public sealed class RequestCookiesTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new string[0])]
    [InlineData("a=1", new[] { "1" })]
    [InlineData("a=", new[] { "" })]
    [InlineData("a=b=c", new[] { "b=c" })]
    [InlineData("b=2; a=1;c=3", new[] { "1" })]
    [InlineData("a=1; a=2", new[] { "1", "2" })]
    [InlineData("A=1; aa=2; xa=3; =4; ;;", new string[0])]
    public void All_values_of_the_name_are_read_as_they_came(string header, string[] expected) =>
        Read(header).ShouldBe(expected);

    [Fact]
    public void Headers_that_come_apart_are_read_together() =>
        Read("a=1", "b=2; a=3").ShouldBe(["1", "3"]);

    [Fact]
    public void However_many_there_are_eight_are_looked_at() =>
        Read(string.Join("; ", Enumerable.Range(0, 1000).Select(n => $"a={n}")))
            .ShouldBe(Enumerable.Range(0, 8).Select(n => $"{n}"));

    private static IReadOnlyList<string> Read(params string[] headers)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = headers;
        return RequestCookies.Values(http.Request, "a");
    }
}
