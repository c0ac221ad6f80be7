using Freshet.Sinks.Folder;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Folder;

public sealed class EventFileNameTests
{
    /// <summary>What ids are made of, and what file systems, shells and this encoding itself take for something else.</summary>
    private static readonly Arbitrary<string> Ids = Gen.OneOf(
            Gen.Elements("a", "A", "7", "-", ".", "..", "/", "\\", "%", "%41", "~", "\0", "\n"),
            Gen.Elements("con", "NUL", "com1.", "é", "e\u0301", "😀", "\ud83d", "\ude00", " ", ":"),
            Gen.Elements("@", "#2", "0123456789abcdef", "FEDCBA9876543210", "%uD83D", ".json")
        )
        .NonEmptyListOf()
        .Select(parts => string.Concat(parts))
        .ToArbitrary();

    [Theory]
    [InlineData(
        "018f3a5e-7c1b-7e6a-9d2f-0a1b2c3d4e5f",
        "018f3a5e-7c1b-7e6a-9d2f-0a1b2c3d4e5f.json"
    )]
    [InlineData("build_7.1@12#2", "build_7.1@12#2.json")]
    [InlineData("Ab", "%41b.json")]
    [InlineData("../etc/passwd", "%2E.%2Fetc%2Fpasswd.json")]
    [InlineData("..", "%2E..json")]
    [InlineData(".", "%2E.json")]
    [InlineData("-rf", "%2Drf.json")]
    [InlineData("a\0b", "a%00b.json")]
    [InlineData("50%", "50%25.json")]
    [InlineData("ü", "%C3%BC.json")]
    [InlineData("con", "%63on.json")]
    [InlineData("com1.log", "%63om1.log.json")]
    [InlineData("console", "console.json")]
    public void A_name_is_the_id_as_far_as_file_systems_allow(string id, string name) =>
        EventFileName.Of(id).ShouldBe(name);

    [Fact]
    public void No_id_leaves_the_folder_nor_is_too_long_for_it() =>
        Prop.ForAll(
                Ids,
                id =>
                {
                    var name = EventFileName.Of(id);
                    return name.Length <= 200
                        && EventFileName.Unfinished(name).Length <= 200
                        && name.EndsWith(".json", StringComparison.Ordinal)
                        && name[0] is not ('.' or '-')
                        && name.All(c => c is > ' ' and <= '~' and not ('/' or '\\' or ':' or '*'))
                        && !name.Any(c => c is '?' or '"' or '<' or '>' or '|')
                        && Path.GetFileName(name) == name;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Two_ids_have_two_names_even_where_case_makes_no_difference() =>
        Prop.ForAll(
                Ids,
                Ids,
                (one, other) =>
                    one == other
                    || !EventFileName
                        .Of(one)
                        .Equals(EventFileName.Of(other), StringComparison.OrdinalIgnoreCase)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Ids_that_differ_in_case_alone_have_two_names() =>
        Prop.ForAll(
                Ids,
                id =>
                {
                    var capitals = id.ToUpperInvariant();
                    return id.Equals(capitals, StringComparison.Ordinal)
                        || !EventFileName
                            .Of(id)
                            .Equals(EventFileName.Of(capitals), StringComparison.OrdinalIgnoreCase);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Long_ids_keep_their_start_and_are_told_apart_by_their_whole()
    {
        var (one, other) = (new string('a', 2000) + "1", new string('a', 2000) + "2");
        EventFileName.Of(one).ShouldStartWith(new string('a', 100));
        EventFileName.Of(one).ShouldNotBe(EventFileName.Of(other));
        EventFileName.Of(one).Length.ShouldBeLessThanOrEqualTo(200);
        // Not even an id that is written like a long one's name has that name.
        var forged = EventFileName.Of(one)[..^EventFileName.Extension.Length];
        EventFileName.Of(forged).ShouldNotBe(EventFileName.Of(one));
    }

    [Theory]
    [InlineData(179)]
    [InlineData(180)]
    [InlineData(181)]
    public void A_code_is_never_cut_in_two(int length)
    {
        var name = EventFileName.Of(new string('x', length - 66) + new string('Ü', 200));
        name[..name.IndexOf('~', StringComparison.Ordinal)].ShouldMatch("^x*(%[0-9A-F]{2})*$");
    }

    [Fact]
    public void No_finished_file_is_taken_for_an_unfinished_one() =>
        Prop.ForAll(
                Ids,
                Ids,
                (one, other) =>
                    EventFileName.Unfinished(EventFileName.Of(one)) != EventFileName.Of(other)
            )
            .QuickCheckThrowOnFailure();
}
