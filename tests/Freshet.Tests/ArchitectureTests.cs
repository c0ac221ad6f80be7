using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Freshet.Tests;

public sealed partial class ArchitectureTests
{
    /// <summary>Each may use those before it; those on one line do not know each other.</summary>
    private static readonly string[][] Order =
    [
        ["Events"],
        ["Telemetry"],
        ["Toml"],
        ["Configuration"],
        ["Programs"],
        ["Journal"],
        ["Pipelines"],
        ["Http"],
        ["Kafka"],
        ["Terraform"],
        ["Transformers", "Sources", "Sinks"],
        ["Management"],
        ["Dashboard"],
        ["Hosting"],
        ["Cli"],
    ];

    [Fact]
    public void Folders_depend_only_on_those_before_them()
    {
        var source = Path.Combine(Repository.Root, "src", "Freshet");
        var known = Order.SelectMany(names => names).ToHashSet();
        var folders = Directory
            .GetDirectories(source)
            .Select(path => Path.GetFileName(path))
            .Except(["bin", "obj"]);
        folders.ShouldBeSubsetOf(known);

        var uses = (
            from path in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            let folder = Path.GetRelativePath(source, path).Split(Path.DirectorySeparatorChar)[0]
            where known.Contains(folder)
            let code = CommentOrText().Replace(File.ReadAllText(path), "")
            from Match match in Reference().Matches(code)
            let used = match.Groups["folder"].Value
            where known.Contains(used) && used != folder
            select (folder, used, path)
        ).ToList();
        uses.Count.ShouldBeGreaterThan(100);
        uses.Where(use => RankOf(use.used) >= RankOf(use.folder))
            .Select(use => $"{use.folder} uses {use.used} in {Path.GetFileName(use.path)}")
            .Distinct()
            .ShouldBeEmpty();
    }

    private static int RankOf(string folder) =>
        Array.FindIndex(Order, names => names.Contains(folder));

    // A using directive or a name qualified by its whole namespace, or by the part of it that parts of Freshet may leave out.
    [GeneratedRegex(
        @"\bFreshet\.(?<folder>[A-Z]\w*)|(?<=[\s(<])(?<folder>[A-Z]\w*)\.[A-Z]\w*\.[A-Z]"
    )]
    private static partial Regex Reference();

    [GeneratedRegex("""//.*|"[^"\n]*"|'[^'\n]'""")]
    private static partial Regex CommentOrText();
}
