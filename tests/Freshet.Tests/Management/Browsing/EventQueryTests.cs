using Freshet.Tests.Journal;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Management.Browsing;

public sealed class EventQueryTests
{
    [Fact]
    public void Without_parameters_the_last_hundred_of_everything_are_meant()
    {
        var query = Queries.Read("");

        query.Limit.ShouldBe(100);
        query.Before.ShouldBeNull();
        query.Since.ShouldBeNull();
        query.Until.ShouldBeNull();
        query.Matches(SampleEvents.Encoded("1")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("?limit=0", "limit", "from 1 to 1000")]
    [InlineData("?limit=1001", "limit", "from 1 to 1000")]
    [InlineData("?limit=-1", "limit", "from 1 to 1000")]
    [InlineData("?limit=x", "limit", "from 1 to 1000")]
    [InlineData("?limit=", "limit", "from 1 to 1000")]
    [InlineData("?limit=1&limit=2", "limit", "from 1 to 1000")]
    [InlineData("?limit=99999999999999999999", "limit", "from 1 to 1000")]
    [InlineData("?before=abc", "before", "next")]
    [InlineData("?before=0", "before", "next")]
    [InlineData("?since=yesterday", "since", "RFC 3339")]
    [InlineData("?until=2026-13-01T00:00:00Z", "until", "RFC 3339")]
    [InlineData("?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "since", "before it")]
    [InlineData("?typ=a", "typ", "type, source, severity, since, until, limit, before")]
    [InlineData("?type=a%0Ab", "type", "U+000A")]
    public void What_is_wrong_is_told_with_what_would_be_right(
        string query,
        string parameter,
        string right
    )
    {
        var reason = Queries.Refuse(query);

        reason.ShouldStartWith(parameter);
        reason.ShouldContain(right);
    }

    [Theory]
    [InlineData("?%3Cscript%3E=1")]
    [InlineData("?a%0Ab=1")]
    public void What_is_no_name_is_not_repeated(string query) =>
        Queries.Refuse(query).ShouldStartWith("what the query has is no parameter");

    [Theory]
    [InlineData("?type=falco", true)]
    [InlineData("?type=drift,fal*", true)]
    [InlineData("?type=drift&type=falco", true)]
    [InlineData("?type=drift", false)]
    [InlineData("?source=node/*", true)]
    [InlineData("?source=other", false)]
    [InlineData("?type=falco&source=other", false)]
    [InlineData("?severity=high", true)]
    [InlineData("?severity=low,high", true)]
    [InlineData("?severity=h*", true)]
    [InlineData("?severity=*", true)]
    [InlineData("?severity=low", false)]
    [InlineData("?severity=", true)]
    public void Lists_choose_by_type_source_and_severity(string query, bool matches) =>
        Queries
            .Read(query)
            .Matches(
                SampleEvents.Encoded(
                    "1",
                    source: "node/1",
                    json: """{"severity":"high"}""",
                    type: "falco"
                )
            )
            .ShouldBe(matches);

    [Theory]
    [InlineData("""{"data":{"x":[{"severity":"low"}],"severity":"high"}}""", true)]
    [InlineData("""{"severity":"low","data":{"severity":"high"}}""", true)]
    [InlineData("""{"data":{"severity":"high"},"severity":"low"}""", true)]
    [InlineData("""{"severity":"high","data":{"other":1}}""", true)]
    [InlineData("""{"severity":"high","data":"text"}""", true)]
    [InlineData("""{"data":{"severity":7},"severity":"high"}""", true)]
    [InlineData("""{"severity":"low","data":{}}""", false)]
    [InlineData("""{"severity":{"severity":"high"}}""", false)]
    [InlineData("""{"other":{"severity":"high"}}""", false)]
    [InlineData("""["severity","high"]""", false)]
    [InlineData("\"high\"", false)]
    [InlineData("{}", false)]
    public void Severity_is_that_of_the_data_or_else_the_events_own(string json, bool matches) =>
        Queries
            .Read("?severity=high")
            .Matches(SampleEvents.Encoded("1", json: json))
            .ShouldBe(matches);

    [Fact]
    public void Any_severity_is_one() =>
        Queries.Read("?severity=*").Matches(SampleEvents.Encoded("1")).ShouldBeFalse();
}
