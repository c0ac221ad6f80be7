using Freshet.Http.AccessLog;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Http;

public sealed class AccessLogOptionsTests
{
    [Theory]
    [InlineData("4xx", 400, true)]
    [InlineData("4XX", 499, true)]
    [InlineData("4xx", 399, false)]
    [InlineData("4xx", 500, false)]
    [InlineData("404", 404, true)]
    [InlineData("404", 405, false)]
    [InlineData("all", 101, true)]
    public void A_pattern_covers_its_statuses(string pattern, int status, bool covers) =>
        Loaded
            .From($"filter = ['{pattern}']")
            .Read<AccessLogOptions>()
            .Filter.ShouldHaveSingleItem()
            .Covers(status)
            .ShouldBe(covers);

    [Theory]
    [InlineData("6xx")]
    [InlineData("4x4")]
    [InlineData("4x")]
    [InlineData("40")]
    [InlineData("-10")]
    [InlineData("4xxx")]
    [InlineData("")]
    public void What_is_no_status_is_told(string text) =>
        Loaded
            .From($"filter = ['200', '{text}']")
            .Mistakes<AccessLogOptions>()
            .ShouldBe(["1:18 this is neither a status nor a class of them"]);

    [Fact]
    public void By_default_nothing_is_logged() =>
        Loaded.From("").Read<AccessLogOptions>().Filter.ShouldBeEmpty();
}
