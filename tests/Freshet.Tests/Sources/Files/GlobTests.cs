using System.Text;
using System.Text.RegularExpressions;
using Freshet.Sources.Files;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Files;

public sealed partial class GlobTests
{
    [Theory]
    [InlineData("*.json", "a.json", true)]
    [InlineData("*.json", "a.jsonl", false)]
    [InlineData("*.json", "a/b.json", false)]
    [InlineData("*", ".hidden", true)]
    [InlineData("**", "a/b/c", true)]
    [InlineData("**/*.json", "a.json", true)]
    [InlineData("**/*.json", "a/b/c.json", true)]
    [InlineData("**/*.json", "a/b/c.csv", false)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**", "ab/c", false)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "a/xb", false)]
    [InlineData("**/x/**", "a/x/b", true)]
    [InlineData("a**b", "axyb", true)]
    [InlineData("a**b", "ax/yb", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a🦆c", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("a?c", "ac", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[!a-c]x", "dx", true)]
    [InlineData("[^a-c]x", "ax", false)]
    [InlineData("a[!b]c", "a/c", false)]
    [InlineData("[]a]", "]", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("*.{json,yaml}", "a.yaml", true)]
    [InlineData("*.{json,yaml}", "a.xml", false)]
    [InlineData("{a,b/{c,d*}}.x", "b/dd.x", true)]
    [InlineData("{a,b/{c,d*}}.x", "b.x", false)]
    [InlineData("a{,.b}", "a", true)]
    [InlineData("{**/a,b}", "x/y/a", true)]
    [InlineData("x/{**,b}", "x/y/a", true)]
    [InlineData("a,b", "a,b", true)]
    [InlineData(@"\*\{", "*{", true)]
    [InlineData(@"\*", "a", false)]
    [InlineData(@"[\]]", "]", true)]
    [InlineData("A", "a", false)]
    [InlineData("a", "aa", false)]
    public void A_path_matches_or_not(string pattern, string path, bool matches) =>
        Parse(pattern).Matches(path).ShouldBe(matches);

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("/a", "paths begin below root")]
    [InlineData("./a", "paths begin below root")]
    [InlineData("a/", "no path of a file ends with /")]
    [InlineData("ab[c", "[ is opened and never closed (character 3)")]
    [InlineData("[]", "[ is opened and never closed (character 1)")]
    [InlineData("[z-a]", "the range z-a has no characters (character 1)")]
    [InlineData("{a,b", "{ is opened and never closed (character 1)")]
    [InlineData("a}", "} closes nothing (character 2)")]
    [InlineData("a\\", "there is nothing behind the last \\ (character 2)")]
    [InlineData("[\\", "there is nothing behind the last \\ (character 2)")]
    [InlineData("{{{{{{{{{a}}}}}}}}}", "braces nest deeper than 8 (character 9)")]
    public void A_mistake_is_told_with_its_place(string pattern, string reason)
    {
        Glob.TryParse(pattern, out _, out var error).ShouldBeFalse();

        error.ShouldNotBeNull().ShouldContain(reason);
    }

    [Fact]
    public void It_agrees_with_a_regular_expression_of_the_same_meaning() =>
        Prop.ForAll(
                (
                    from pattern in Patterns
                    from path in Gen.Elements('a', 'b', '/', '.').ListOf().Select(string.Concat)
                    select (pattern, path)
                ).ToArbitrary(),
                pair =>
                {
                    if (Glob.TryParse(pair.pattern, out var glob, out _))
                    {
                        glob.Matches(pair.path)
                            .ShouldBe(
                                Regex.IsMatch(
                                    pair.path,
                                    RegexOf(pair.pattern),
                                    RegexOptions.None,
                                    TimeSpan.FromSeconds(10)
                                ),
                                $"{pair.pattern} and {pair.path}"
                            );
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_a_pattern_or_a_mistake_and_no_pattern_takes_long() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<NonNull<string>>(),
                ArbMap.Default.ArbFor<NonNull<string>>(),
                (pattern, path) =>
                {
                    if (Glob.TryParse(pattern.Get, out var glob, out _))
                    {
                        glob.Matches(path.Get);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void What_takes_others_for_ever_takes_it_no_time()
    {
        var glob = Parse(string.Concat(Enumerable.Repeat("{a*,*a,**/a}*", 60)) + "b");

        // Any engine that goes back and tries again would not come to an end in this universe.
        glob.Matches(new string('a', 4000)).ShouldBeFalse();
    }

    [Fact]
    public void Without_patterns_all_files_are_meant_and_an_exclusion_always_wins()
    {
        Accepted([], "a/b").ShouldBeTrue();
        Accepted(["*.json", "*.csv"], "a.csv").ShouldBeTrue();
        Accepted(["*.json"], "a.csv").ShouldBeFalse();
        Accepted(["!**/*.tmp"], "a/b.json").ShouldBeTrue();
        Accepted(["!**/*.tmp"], "a/b.tmp").ShouldBeFalse();
        Accepted(["!**/*.out.json", "**/*.json"], "a/b.out.json").ShouldBeFalse();
        Accepted([@"\!a"], "!a").ShouldBeTrue();
    }

    private static bool Accepted(string[] patterns, string path)
    {
        var all = new PathPatterns();
        foreach (var pattern in patterns)
        {
            all.Add(pattern).ShouldBeNull();
        }
        return all.Accept(path);
    }

    private static Glob Parse(string pattern)
    {
        Glob.TryParse(pattern, out var glob, out var error).ShouldBeTrue(error);
        return glob!;
    }

    private static Gen<string> Patterns =>
        Gen.Elements("a", "b", ".", "/", "/**/", "?", "*", "[ab]", "[!a]", "{a,b}", "{,a*}", "**")
            .NonEmptyListOf()
            .Select(string.Concat);

    /// <summary>A slow and plain translation: part by part, as the meaning is written down.</summary>
    private static string RegexOf(string pattern)
    {
        var parts = pattern.Split('/');
        var regex = new StringBuilder("^");
        for (var i = 0; i < parts.Length; i++)
        {
            var isLast = i == parts.Length - 1;
            if (parts[i] == "**")
            {
                regex.Append(isLast ? ".*" : "(?:.*/)?");
                continue;
            }
            regex.Append(
                Word()
                    .Replace(
                        parts[i],
                        word =>
                            word.Value switch
                            {
                                "?" => "[^/]",
                                "[ab]" => "[ab]",
                                "[!a]" => "[^a/]",
                                "{a,b}" => "(?:a|b)",
                                "{,a*}" => "(?:|a[^/]*)",
                                "." => @"\.",
                                ['*', ..] => "[^/]*",
                                var plain => plain,
                            }
                    )
            );
            regex.Append(isLast ? "$" : "/");
        }
        return regex.Append('$').ToString();
    }

    [GeneratedRegex(@"\*+|\[!?\w+\]|\{[^}]*\}|.")]
    private static partial Regex Word();
}
