using System.Diagnostics;
using System.Runtime.Versioning;
using Freshet.Sources.Files;
using Freshet.Tests.Configuration;
using Freshet.Tests.Sources.Kafka;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Files;

public sealed class FolderWalkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FileLedger ledger = new(null, new(), new KeptLog());

    private string Root => Path.Combine(folder.Path, "root");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_finds_the_files_that_are_meant_in_all_folders()
    {
        Write("a.json");
        Write("x/y/b.json");
        Write("x/c.csv");
        Write("x/d.json.tmp");

        Found("path_patterns = ['**/*.json*', '!**/*.tmp']").ShouldBe(["a.json", "x/y/b.json"]);
        Found("recursive = false").ShouldBe(["a.json"]);
        Found().Length.ShouldBe(4);
    }

    [Fact]
    public void Files_of_headers_are_none_of_their_own_where_they_are_asked_for()
    {
        Write("a.json");
        Write("a.headers.json");

        Found("try_read_headers_json = true").ShouldBe(["a.json"]);
        Found().ShouldBe(["a.headers.json", "a.json"]);
    }

    [Fact]
    public void What_is_empty_is_not_taken_yet()
    {
        Write("a.json", "");

        Found().ShouldBeEmpty();
    }

    [Fact]
    public void What_was_taken_as_it_is_is_known_and_what_was_written_to_since_is_not()
    {
        Write("a.json");
        Write("b.json");
        foreach (var file in Look().Changed)
        {
            ledger.Take(file.Path, new(file.Stamp, 1));
        }
        Write("b.json", "longer");
        Write("c.json");

        var look = Look();

        look.Changed.Select(file => file.Path).Order().ShouldBe(["b.json", "c.json"]);
        look.Known.Order().ShouldBe(["a.json", "b.json"]);
        look.New.ShouldBe(1);
        look.IsWhole.ShouldBeTrue();
    }

    [Fact]
    public void Links_to_folders_are_not_followed_so_that_rings_end()
    {
        Write("x/a.json");
        Directory.CreateSymbolicLink(Path.Combine(Root, "x", "ring"), Root);
        Directory.CreateSymbolicLink(Path.Combine(Root, "y"), Path.Combine(Root, "x"));

        Found().ShouldBe(["x/a.json"]);
    }

    [Fact]
    public void Links_to_files_are_followed_within_the_folder_and_beyond_where_that_is_asked_for()
    {
        var outside = folder.Write("outside/secret.json", "{}");
        Write("data/a.json");
        Link("a.json", "data/a.json");
        Link("out.json", outside);
        Link("gone.json", "nowhere");
        Link("self.json", "self.json");
        Directory.CreateSymbolicLink(
            Path.Combine(Root, "data", "up"),
            Path.Combine(folder.Path, "outside")
        );
        Link("round.json", "data/up/secret.json");

        var look = Look();

        look.Changed.Select(file => file.Path).Order().ShouldBe(["a.json", "data/a.json"]);
        look.PassedOver.ShouldNotBeNull().ShouldContain("follow_links");
        look.IsWhole.ShouldBeTrue();
        Found("follow_links = true").ShouldBe(["a.json", "data/a.json", "out.json", "round.json"]);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_that_may_not_be_read_is_a_hindrance_and_its_neighbours_are_found()
    {
        Write("closed/a.json");
        Write("open/b.json");
        var closed = Path.Combine(Root, "closed");
        File.SetUnixFileMode(closed, UnixFileMode.None);
        try
        {
            var look = Look();

            // Nothing is closed to root.
            var isRoot = Environment.UserName == "root";
            look.Changed.Select(file => file.Path)
                .ShouldBe(isRoot ? ["closed/a.json", "open/b.json"] : ["open/b.json"]);
            (look.Hindrance ?? "").Contains("closed").ShouldBe(!isRoot);
            look.IsWhole.ShouldBe(isRoot);
        }
        finally
        {
            File.SetUnixFileMode(
                closed,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
    }

    [Fact]
    public void A_folder_that_is_not_there_is_missing_and_not_empty()
    {
        var look = Look();

        look.IsRootMissing.ShouldBeTrue();
        look.IsWhole.ShouldBeFalse();
    }

    [Fact]
    public void There_are_limits_to_files_entries_and_depth()
    {
        for (var i = 0; i < 5; i++)
        {
            Write($"{i}.json");
        }
        var full = Look("max_files = 3");
        full.Changed.Count.ShouldBe(3);
        full.Hindrance.ShouldNotBeNull().ShouldContain("max_files, 3");

        for (var i = 0; i < 20; i++)
        {
            Write($"{i}.other");
        }
        Look("max_files = 1\npath_patterns = ['*.json']").Hindrance.ShouldNotBeNull();
        Write(string.Concat(Enumerable.Repeat("d/", FolderWalk.MaxDepth + 1)) + "a.json");
        Look("max_files = 1000").Hindrance.ShouldNotBeNull().ShouldContain("deeper than 64");
    }

    [Fact]
    public void A_pipe_is_never_opened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no such pipe");
        Directory.CreateDirectory(Root);
        using (var made = Process.Start("mkfifo", [Path.Combine(Root, "pipe.json")]))
        {
            made.WaitForExit();
        }

        Found().ShouldBeEmpty();
    }

    private string[] Found(string options = "") =>
        [.. Look(options).Changed.Select(file => file.Path).Order(StringComparer.Ordinal)];

    private FolderLook Look(string options = "") =>
        new FolderWalk(Read(options), Root).Look(ledger, CancellationToken.None);

    private FilesOptions Read(string options)
    {
        var loaded = Loaded.From($"root = '{Root}'\n{options}");
        var read = loaded.Reader.Read<FilesOptions>(loaded.Root, "sources.files.extractor");
        loaded.Diagnostics.ShouldBeEmpty();
        return read;
    }

    private void Write(string name, string text = "{}") => folder.Write($"root/{name}", text);

    private void Link(string name, string target) =>
        File.CreateSymbolicLink(Path.Combine(Root, name), target);
}
