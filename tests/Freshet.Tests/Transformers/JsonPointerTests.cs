using System.Text.Json;
using Freshet.Transformers;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Transformers;

public sealed class JsonPointerTests
{
    // The document of RFC 6901, section 5.
    private const string Document = """
        {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8}
        """;

    [Theory]
    [InlineData("/foo", """["bar", "baz"]""")]
    [InlineData("/foo/0", "\"bar\"")]
    [InlineData("/", "0")]
    [InlineData("/a~1b", "1")]
    [InlineData("/c%d", "2")]
    [InlineData("/e^f", "3")]
    [InlineData("/g|h", "4")]
    [InlineData("/i\\j", "5")]
    [InlineData("/k\"l", "6")]
    [InlineData("/ ", "7")]
    [InlineData("/m~0n", "8")]
    public void The_examples_of_the_standard_hold(string path, string expected) =>
        Find(Document, path).ShouldBe(expected);

    [Fact]
    public void The_empty_pointer_is_the_whole_document() => Find("[1]", "").ShouldBe("[1]");

    [Theory]
    [InlineData("""{"~1":1}""", "/~01", "1")]
    [InlineData("""{"caf\u00e9":1}""", "/café", "1")]
    [InlineData("""{"\ud83d\ude00":1}""", "/😀", "1")]
    [InlineData("""{"0":1}""", "/0", "1")]
    [InlineData("""{"a":[0,[1,{"b":null}]]}""", "/a/1/1/b", "null")]
    public void A_value_is_found(string json, string path, string expected) =>
        Find(json, path).ShouldBe(expected);

    [Theory]
    [InlineData("[1,2]", "/2")]
    [InlineData("[1,2]", "/01")]
    [InlineData("[1,2]", "/-")]
    [InlineData("[1,2]", "/-1")]
    [InlineData("[1,2]", "/+1")]
    [InlineData("[1,2]", "/")]
    [InlineData("[1,2]", "/99999999999")]
    [InlineData("[1,2]", "/٠")]
    [InlineData("""{"a":1}""", "/A")]
    [InlineData("""{"a":1}""", "/a/b")]
    [InlineData("null", "/a")]
    public void What_is_not_there_is_not_found(string json, string path) =>
        Find(json, path).ShouldBeNull();

    [Theory]
    [InlineData("a")]
    [InlineData("#/a")]
    [InlineData("/~")]
    [InlineData("/a~2")]
    [InlineData("/a/b~")]
    public void What_is_no_pointer_is_refused(string text)
    {
        JsonPointer.TryParse(text, out var pointer, out var error).ShouldBeFalse();

        pointer.ShouldBeNull();
        error.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Every_name_can_be_pointed_to()
    {
        var name = Gen.ListOf(Gen.Elements('~', '/', '0', '1', '"', '\\', 'é', ' '))
            .Select(string.Concat);
        Prop.ForAll(
                name.ToArbitrary(),
                name.ToArbitrary(),
                (outer, inner) =>
                {
                    var json = JsonSerializer.Serialize(
                        new SortedDictionary<string, object>(StringComparer.Ordinal)
                        {
                            [outer] = new SortedDictionary<string, int>(StringComparer.Ordinal)
                            {
                                [inner] = 7,
                            },
                        }
                    );
                    var pointer = $"/{Escape(outer)}/{Escape(inner)}";

                    Find(json, pointer).ShouldBe("7");
                    JsonPointer.TryParse(pointer, out var parsed, out _).ShouldBeTrue();
                    parsed.ToString().ShouldBe(pointer);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static string Escape(string name) =>
        string.Concat(
            name.Select(letter =>
                letter switch
                {
                    '~' => "~0",
                    '/' => "~1",
                    _ => letter.ToString(),
                }
            )
        );

    private static string? Find(string json, string text)
    {
        JsonPointer.TryParse(text, out var pointer, out var error).ShouldBeTrue(error);
        var root = JsonDocument.Parse(json).RootElement;
        return pointer.TryFind(root, 0, out var found) ? found.GetRawText() : null;
    }
}
