using System.Text;
using Freshet.Events.CDEvents;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events.CDEvents;

public sealed class TextFormatTests
{
    [Theory]
    [InlineData("https://ci.example.com/builds?a=1&b=%2F#c", "Uri", true)]
    [InlineData("urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66", "Uri", true)]
    [InlineData("mailto:a@example.com", "Uri", true)]
    [InlineData("http://[2001:db8::1]:8080/a", "Uri", true)]
    [InlineData("/relative", "Uri", false)]
    [InlineData("", "Uri", false)]
    [InlineData("", "UriReference", true)]
    [InlineData("/event/source/123", "UriReference", true)]
    [InlineData("my-git.example/an-org/a-repo", "UriReference", true)]
    [InlineData("http://127.0.0.1:8080?source=ci", "UriReference", true)]
    [InlineData("a/b:c", "UriReference", true)]
    [InlineData("#fragment", "UriReference", true)]
    [InlineData("1a:b", "UriReference", false)]
    [InlineData(":b", "UriReference", false)]
    [InlineData("a#b#c", "UriReference", false)]
    [InlineData("a b", "UriReference", false)]
    [InlineData("a%2", "UriReference", false)]
    [InlineData("a%zz", "UriReference", false)]
    [InlineData("/a[0]", "UriReference", false)]
    [InlineData("http://[::1]/a[0]", "UriReference", false)]
    [InlineData("/zwölf", "UriReference", false)]
    [InlineData("a\\b", "UriReference", false)]
    [InlineData("2026-01-31T12:00:00Z", "DateTime", true)]
    [InlineData("2023-03-20T14:27:05.315384+02:00", "DateTime", true)]
    [InlineData("2026-01-31", "DateTime", false)]
    [InlineData("2026-02-30T12:00:00Z", "DateTime", false)]
    [InlineData("", "DateTime", false)]
    [InlineData("dev.cdeventsx.tool-subject.predicate.0.1.0", "CustomType", true)]
    [InlineData("dev.cdeventsx.tool-subject.predicate.0.1", "CustomType", false)]
    [InlineData("tool9-subject", "CustomSubject", true)]
    [InlineData("tool-", "CustomSubject", false)]
    [InlineData("tool", "CustomSubject", false)]
    public void A_text_has_the_format_or_has_not(string text, string format, bool holds) =>
        Enum.Parse<TextFormat>(format).Holds(Encoding.UTF8.GetBytes(text)).ShouldBe(holds);

    [Fact]
    public void A_time_may_have_very_many_digits()
    {
        var time = $"2026-01-31T12:00:00.{new string('1', 10_000)}Z";
        TextFormat.DateTime.Holds(Encoding.UTF8.GetBytes(time)).ShouldBeTrue();
        TextFormat.DateTime.Holds(Encoding.UTF8.GetBytes(time + "!")).ShouldBeFalse();
    }
}
