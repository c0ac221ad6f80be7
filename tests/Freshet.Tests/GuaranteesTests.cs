using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Freshet.Tests;

/// <summary>What <c>docs/guarantees.md</c> says is held by tests that there are.</summary>
public sealed partial class GuaranteesTests
{
    [Fact]
    public void Every_test_that_is_named_is_there()
    {
        var named = Named()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "guarantees.md")))
            .Select(match => (Class: match.Groups["class"].Value, Test: match.Groups["test"].Value))
            .Distinct()
            .ToList();
        var sources = Directory
            .EnumerateFiles(
                Path.Combine(Repository.Root, "tests"),
                "*.cs",
                SearchOption.AllDirectories
            )
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .ToLookup(path => Path.GetFileNameWithoutExtension(path)!);

        named.Count.ShouldBeGreaterThan(40);
        named
            .Where(name =>
                !sources[name.Class]
                    .Any(path =>
                        File.ReadAllText(path).Contains($" {name.Test}(", StringComparison.Ordinal)
                    )
            )
            .ShouldBeEmpty();
    }

    [GeneratedRegex(
        @"`(?<class>\w+)\.(?<test>[A-Z]\w+_\w+)`",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Named();
}
