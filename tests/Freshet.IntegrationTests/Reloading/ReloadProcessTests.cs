using System.Diagnostics;
using System.Net;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Reloading;

/// <summary>Reloads of the program as it is run: by a signal, and by looking at its files.</summary>
public sealed class ReloadProcessTests : IDisposable
{
    private const string Hook = """
        [sources.hook.extractor]
        type = "webhook"
        id = "hook"

        [sinks.events]
        type = "sse"
        id = "events"

        """;
    private const string Second = """
        [sources.second.extractor]
        type = "webhook"
        id = "second"

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Signal_reloads_and_a_file_with_mistakes_is_refused_with_all_of_them()
    {
        var file = folder.Write("freshet.toml", Hook);
        await using var freshet = await FreshetProcess.StartAsync("--config", file);
        using var client = await RawClient.ConnectAsync(freshet.EndPoint);
        await client.GetAsync("/sse/events");
        await client.ReadUntilAsync("retry: ");

        folder.Write(
            "freshet.toml",
            Hook + Second.Replace("id =", "idd =") + "[sinks.x]\ntype = \"ss\"\n"
        );
        freshet.Signal(FreshetProcess.HangUp);
        await freshet.Complains("the configuration was refused, errors: 3");
        freshet.Errors.ShouldContain($"--> {file}:");
        freshet.Errors.ShouldContain("unknown key \"idd\"");
        freshet.Errors.ShouldContain("there is no sink of type \"ss\"");
        (await PostAsync(freshet, "second")).ShouldBe(HttpStatusCode.NotFound);

        folder.Write("freshet.toml", Hook + Second);
        freshet.Signal(FreshetProcess.HangUp);
        await freshet.Complains(
            "reloaded; changed: [], added: [sources.second], removed: [], kept: [sinks.events sources.hook]"
        );
        (await PostAsync(freshet, "second")).ShouldBe(HttpStatusCode.Created);
        await client.ReadUntilAsync("data: {}");
        freshet.Signal(FreshetProcess.Terminate);
        (await freshet.ExitAsync()).ShouldBe(0, freshet.Errors);
        await client.ReadToEndAsync();
        client.HasCleanEnd.ShouldBeTrue(client.Received);
    }

    [Fact]
    public async Task Log_filter_is_another_after_a_reload()
    {
        var file = folder.Write("freshet.toml", Hook);
        await using var freshet = await FreshetProcess.StartAsync("--config", file);

        folder.Write("freshet.toml", $"{Hook}[log]\nfilter = \"debug\"\n");
        freshet.Signal(FreshetProcess.HangUp);
        await freshet.Complains("reloaded: nothing is another");
        await Eventually.Holds(async () =>
        {
            using var client = await RawClient.ConnectAsync(freshet.EndPoint);
            await client.GetAsync("/sse/events");
            await client.ReadUntilAsync("retry: ");
            return freshet.Errors.Contains("joined", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Watched_files_are_followed_through_renames_and_what_is_half_written_or_gone_is_refused()
    {
        var file = folder.Write("freshet.toml", Hook);
        await using var freshet = await FreshetProcess.StartAsync("--config", file, "--watch");

        // As an editor does.
        File.Move(folder.Write("freshet.toml.new", Hook + Second), file, overwrite: true);
        await freshet.Complains("added: [sources.second]");

        await File.WriteAllTextAsync(
            file,
            (Hook + Second)[..^4],
            TestContext.Current.CancellationToken
        );
        await freshet.Complains("the configuration was refused");
        File.Delete(file);
        await freshet.Complains("does not exist");
        (await PostAsync(freshet, "second")).ShouldBe(HttpStatusCode.Created);

        folder.Write("freshet.toml", Hook);
        await freshet.Complains("removed: [sources.second]");
        (await PostAsync(freshet, "hook")).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Watched_links_of_a_mounted_volume_files_of_options_and_of_variables_are_followed()
    {
        // As Kubernetes mounts a ConfigMap: the files are links into a folder that is a link itself.
        folder.Write(
            "1/freshet.toml",
            $"{Hook}transformer_refs = [\"program\"]\n[transformers.program]\ntype = \"vrl\"\ntemplate_file = \"{folder.Path}/program.vrl\"\n"
        );
        folder.Write("program.vrl", "[.]");
        var variables = folder.Write("variables", "EXTRA=one");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "data"), "1");
        var file = Path.Combine(folder.Path, "freshet.toml");
        File.CreateSymbolicLink(file, "data/freshet.toml");
        await using var freshet = await FreshetProcess.StartAsync(
            "--config",
            file,
            "--watch",
            "--env-file",
            variables
        );

        folder.Write("program.vrl", "[., .]");
        await freshet.Complains("changed: [sinks.events]");

        folder.Write("2/freshet.toml", Hook + Second.Replace("\"second\"", "\"${EXTRA}\""));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "data.new"), "2");
        Directory.Move(Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "data.old"));
        Directory.Move(Path.Combine(folder.Path, "data.new"), Path.Combine(folder.Path, "data"));
        await freshet.Complains("added: [sources.second]");

        folder.Write("variables", "EXTRA=two");
        await freshet.Complains("changed: [sources.second]");
        (await PostAsync(freshet, "two")).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Second_signal_ends_a_stop_that_takes_its_time()
    {
        await using var freshet = await FreshetProcess.StartAsync(
            "--set",
            "http.shutdown_notice=1h"
        );
        using var http = new HttpClient { BaseAddress = freshet.Address };
        var watch = Stopwatch.StartNew();
        freshet.Signal(FreshetProcess.Terminate);
        await freshet.Complains("stopping");
        await Eventually.Holds(async () =>
            (
                await http.GetAsync(
                    new Uri("/health", UriKind.Relative),
                    TestContext.Current.CancellationToken
                )
            ).StatusCode == HttpStatusCode.ServiceUnavailable
        );
        (
            await http.GetAsync(
                new Uri("/health/live", UriKind.Relative),
                TestContext.Current.CancellationToken
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(freshet, "000")).ShouldBe(HttpStatusCode.Created);

        freshet.Signal(FreshetProcess.Terminate);

        (await freshet.ExitAsync()).ShouldBe(0, freshet.Errors);
        watch.Elapsed.ShouldBeLessThan(Eventually.Limit);
    }

    private static async Task<HttpStatusCode> PostAsync(FreshetProcess freshet, string hook)
    {
        using var http = new HttpClient { BaseAddress = freshet.Address };
        using var content = new StringContent("{}");
        using var answer = await http.PostAsync(
            new Uri($"/webhook/{hook}", UriKind.Relative),
            content,
            TestContext.Current.CancellationToken
        );
        return answer.StatusCode;
    }
}
