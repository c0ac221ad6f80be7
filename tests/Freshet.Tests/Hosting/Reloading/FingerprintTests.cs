using System.Text;
using Freshet.Configuration;
using Freshet.Hosting;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Hosting.Reloading;

/// <summary>Which components count as changed between two readings of a configuration.</summary>
public sealed class FingerprintTests : IDisposable
{
    private const string Whole = """
        [pipeline]
        max_batch = 100
        [sources.hook]
        transformer_refs = ["dedup"]
        extractor = { type = "webhook", id = "hook" }
        [sources.guarded.extractor]
        type = "webhook"
        id = "guarded"
        headers.authorization = { type = "secret", value = "TOKEN" }
        [sources.tf.extractor]
        type = "terraform_state"
        path = "terraform.tfstate"
        [sources.audit]
        transformer_refs = ["drift"]
        extractor = { type = "webhook", id = "audit" }
        [transformers.dedup]
        type = "deduplicate"
        capacity = 10
        [transformers.program]
        type = "vrl"
        template_file = "program.vrl"
        [transformers.drift]
        type = "terraform_drift"
        state = "tf"
        [sinks.plain]
        type = "sse"
        id = "plain"
        [sinks.programmed]
        type = "sse"
        id = "${NAME}"
        transformer_refs = ["program", "passthrough"]

        """;

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> environment = new()
    {
        ["TOKEN"] = "a-secret-of-the-test",
        ["NAME"] = "programmed",
    };

    public FingerprintTests() => folder.Write("program.vrl", "[.]");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Places_comments_and_the_order_of_tables_do_not_count()
    {
        var tables = Whole.Split("[sinks.plain]");
        Changed(Whole, "# new\n\n[sinks.plain]" + tables[1] + tables[0]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("id = \"plain\"", "id = \"other\"", "sinks.plain")]
    [InlineData("id = \"plain\"", "id = \"plain\"\nenabled = true", "sinks.plain")]
    [InlineData("capacity = 10", "capacity = 11", "sources.hook")]
    [InlineData("[\"dedup\"]", "[]", "sources.hook")]
    [InlineData("[\"dedup\"]", "[\"dedup\", \"passthrough\"]", "sources.hook")]
    [InlineData("\"program\", \"passthrough\"", "\"passthrough\", \"program\"", "sinks.programmed")]
    [InlineData("terraform.tfstate", "other.tfstate", "sources.audit sources.tf")]
    [InlineData("state = \"tf\"", "state = \"tf\"\ngrace = \"1s\"", "sources.audit")]
    public void What_depends_on_a_change_is_changed_and_nothing_else(
        string before,
        string after,
        string changed
    ) => Changed(Whole, Whole.Replace(before, after)).ShouldBe(changed.Split(' '));

    [Fact]
    public void Options_of_all_components_change_all_of_them() =>
        Changed(Whole, Whole.Replace("max_batch = 100", "max_batch = 101")).Count.ShouldBe(6);

    [Fact]
    public void Another_value_of_a_secret_variable_changes_who_reads_it()
    {
        var before = Read(Whole);
        environment["TOKEN"] = "another-secret";
        Changed(before, Read(Whole)).ShouldBe(["sources.guarded"]);
    }

    [Fact]
    public void Another_value_of_a_variable_in_a_text_changes_it()
    {
        var before = Read(Whole);
        environment["NAME"] = "another";
        Changed(before, Read(Whole)).ShouldBe(["sinks.programmed"]);
    }

    [Fact]
    public void Another_content_of_a_file_changes_who_reads_it()
    {
        var before = Read(Whole);
        folder.Write("program.vrl", "[., .]");
        Changed(before, Read(Whole)).ShouldBe(["sinks.programmed"]);
    }

    [Fact]
    public void Files_that_were_read_are_known_and_no_secret_is_in_a_fingerprint()
    {
        var setup = Read(Whole);

        setup.Files.Folders.ShouldBe([folder.Path]);
        setup.Files.Now().ShouldBe(setup.Files.AsRead);
        folder.Write("program.vrl", "[., .]");
        setup.Files.Now().ShouldNotBe(setup.Files.AsRead);
        folder.Write("program.vrl", "[.]");
        setup.Files.Now().ShouldBe(setup.Files.AsRead);
        foreach (var fingerprint in Fingerprints(setup).Values)
        {
            fingerprint.ToString().ShouldMatch("^[0-9a-f]{64}$");
        }
    }

    [Fact]
    public void Another_file_in_a_folder_that_is_included_is_a_change()
    {
        var file = folder.Write("main.toml", "include = [\"conf.d/*.toml\"]\n");
        folder.Write("conf.d/a.toml", "[pipeline]\nmax_batch = 7\n");
        var setup = Setup.Read(new() { Files = [file] }, Components.Catalog);
        setup.Options.Pipeline.MaxBatch.ShouldBe(7);
        setup.Files.Now().ShouldBe(setup.Files.AsRead);

        folder.Write("conf.d/b.toml", "");

        setup.Files.Now().ShouldNotBe(setup.Files.AsRead);
    }

    [Fact]
    public void What_came_by_a_pipe_is_there_for_the_next_reading()
    {
        var first = new ReadFiles();
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(
            System.IO.Pipes.PipeDirection.Out,
            HandleInheritability.None
        );
        pipe.Write("[http]\n"u8);
        var path = $"/dev/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        pipe.Dispose();

        first.TryRead(path, 100, out var content, out _).ShouldBeTrue();
        Encoding.UTF8.GetString(content).ShouldBe("[http]\n");
        new ReadFiles(first).TryRead(path, 100, out var again, out _).ShouldBeTrue();
        again.ShouldBe(content);
    }

    private List<string> Changed(string before, string after) => Changed(Read(before), Read(after));

    private static List<string> Changed(Setup before, Setup after)
    {
        var (one, other) = (Fingerprints(before), Fingerprints(after));
        return [.. one.Keys.Where(path => one[path] != other[path]).Order(StringComparer.Ordinal)];
    }

    private static Dictionary<string, Fingerprint> Fingerprints(Setup setup) =>
        setup
            .Blueprint.Sources.Select(plan => ($"sources.{plan.Name}", plan.Fingerprint))
            .Concat(setup.Blueprint.Sinks.Select(plan => ($"sinks.{plan.Name}", plan.Fingerprint)))
            .ToDictionary(pair => pair.Item1, pair => pair.Fingerprint);

    private Setup Read(string toml)
    {
        var setup = Setup.Read(
            new()
            {
                // A text that has its place in the folder, as a file there has.
                Base = new(Path.Combine(folder.Path, "freshet.toml"), Encoding.UTF8.GetBytes(toml)),
                Environment = environment,
            },
            Components.Catalog
        );
        setup.Diagnostics.ShouldBeEmpty();
        return setup;
    }
}
