using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Packaging;

/// <summary>The Containerfile. Nothing here builds an image: its grammar is judged, and what it says is held against what there is.</summary>
public sealed partial class ContainerfileTests
{
    private static readonly string Containerfile = Repository.At(
        "packaging",
        "container",
        "Containerfile"
    );

    /// <summary>The instructions in their order, each on one line, without comments.</summary>
    private static readonly IReadOnlyList<(string Name, string Value)> Instructions =
    [
        .. Continuation()
            .Replace(Comment().Replace(File.ReadAllText(Containerfile), ""), " ")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2))
            .Select(parts => (parts[0], parts[1].Trim())),
    ];

    [Fact]
    public async Task Its_grammar_is_right()
    {
        var problems = await Artifacts.RunAsync(
            "node",
            [Repository.At("tests", "packaging", "containerfile.mjs"), Containerfile]
        );

        problems.ShouldBeEmpty();
    }

    [Fact]
    public void It_is_made_of_images_that_its_builder_names()
    {
        var arguments = Values("ARG").ToList();
        var images = Values("FROM").Select(from => from.Split(' ')).ToList();

        images.Count.ShouldBe(3);
        foreach (var words in images)
        {
            var name = ImageArgument()
                .Match(words.First(word => !word.StartsWith("--", StringComparison.Ordinal)));
            name.Success.ShouldBeTrue();
            // Without a default: no registry is named here.
            arguments.ShouldContain(name.Groups["name"].Value);
        }
    }

    [Fact]
    public void What_it_copies_is_there_and_reaches_the_builder()
    {
        var admitted = File.ReadLines($"{Containerfile}.dockerignore")
            .Where(line => line.StartsWith('!'))
            .Select(line => line[1..].TrimEnd('*'))
            .ToList();
        var copied = Values("COPY")
            .Where(value => !value.Contains("--from", StringComparison.Ordinal))
            .SelectMany(value => value.Split(' ')[..^1])
            .ToList();

        copied.Count.ShouldBeGreaterThan(10);
        foreach (var path in copied)
        {
            Path.Exists(Repository.At(path)).ShouldBeTrue(path);
            admitted
                .Any(start => path.StartsWith(start, StringComparison.Ordinal))
                .ShouldBeTrue(path);
        }
    }

    [Fact]
    public void It_copies_all_that_the_program_is_made_of()
    {
        var sources = Values("COPY").SelectMany(value => value.Split(' ')[..^1]).ToHashSet();
        var project = XDocument.Load(Repository.At("src", "Freshet", "Freshet.csproj"));
        var included = project
            .Descendants()
            .Select(element => (string?)element.Attribute("Include"))
            .OfType<string>()
            .Where(path => path.StartsWith("../", StringComparison.Ordinal))
            .Select(path =>
                Path.GetRelativePath(
                    Repository.Root,
                    Repository.At("src", "Freshet", path.Split('*')[0])
                )
            )
            .ToList();

        included.Count.ShouldBeGreaterThan(3);
        foreach (var path in included)
        {
            sources
                .Any(source =>
                    $"{path}/".StartsWith($"{source}/", StringComparison.Ordinal)
                    || source.EndsWith($"/{path.TrimEnd('/')}", StringComparison.Ordinal)
                )
                .ShouldBeTrue(path);
        }
    }

    [Fact]
    public void It_runs_as_nobody_of_importance_and_takes_the_signal_that_ends_it()
    {
        UserNumber().IsMatch(Values("USER").Last()).ShouldBeTrue();
        Values("STOPSIGNAL").ShouldBe(["SIGTERM"]);
        // A shell in between would not pass the signal on.
        JsonSerializer
            .Deserialize<string[]>(Values("ENTRYPOINT").ShouldHaveSingleItem())
            .ShouldBe(["dotnet", "/usr/lib/freshet/freshet.dll"]);
        Values("WORKDIR").Last().ShouldBe("/var/lib/freshet");
        Values("VOLUME").ShouldBe(["[\"/var/lib/freshet\"]"]);
    }

    [Fact]
    public async Task Its_health_check_tells_a_server_from_none()
    {
        var server = await FreshetProcess.StartAsync();
        var check = Values("HEALTHCHECK").ShouldHaveSingleItem();
        var command = JsonSerializer
            .Deserialize<string[]>(check[check.IndexOf('[', StringComparison.Ordinal)..])!
            .Select(word =>
                word.Replace(
                    "/8080",
                    $"/{server.Address.Port.ToString(CultureInfo.InvariantCulture)}",
                    StringComparison.Ordinal
                )
            )
            .ToList();

        await using var alive = ChildProcess.Start(command[0], "install bash", command[1..]);
        (await alive.ExitAsync()).ShouldBe(0, alive.Errors);
        await server.DisposeAsync();
        await using var dead = ChildProcess.Start(command[0], "install bash", command[1..]);
        (await dead.ExitAsync()).ShouldNotBe(0);
    }

    private static IEnumerable<string> Values(string instruction) =>
        Instructions.Where(one => one.Name == instruction).Select(one => one.Value);

    [GeneratedRegex(@"^#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^\$\{(?<name>\w+)\}$", RegexOptions.ExplicitCapture)]
    private static partial Regex ImageArgument();

    [GeneratedRegex(@"^[1-9]\d*:[1-9]\d*$")]
    private static partial Regex UserNumber();
}
