using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Freshet.Journal;
using Freshet.Tests;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Polling;

/// <summary>A source that polls a real HTTP server.</summary>
public sealed class HttpPollingTests : IAsyncLifetime
{
    private PolledApi api = null!;

    public async ValueTask InitializeAsync() => api = await PolledApi.StartAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task A_document_is_an_event_when_it_changes_and_only_then()
    {
        api.Says("""{"status":"up"}""");
        await using var server = await PollingServer.StartAsync(Url("/status"));
        await api.AskedAsync(10);
        api.Says("""{"status":"down"}""");
        await server.Journal.HoldsAsync(2);
        api.Says("""{"status":"up"}""");
        await server.Journal.HoldsAsync(3);
        await MoreRounds(5);

        server.Journal.Bodies.ShouldBe([
            """{"status":"up"}""",
            """{"status":"down"}""",
            """{"status":"up"}""",
        ]);
        server.Journal.Ids.Distinct().Count().ShouldBe(3);
        server.Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task An_event_says_where_it_came_from_without_what_may_be_secret()
    {
        api.Says("""{"a":1}""");
        await using var server = await PollingServer.StartAsync(
            $$"""
            url = "{{api.Address.Replace(
                "//",
                "//me:pass@",
                StringComparison.Ordinal
            )}}/x?key=secret"
            ts_after = "2026-01-01T00:00:00Z"
            metadata = { environment = "test" }
            headers_to_keep = ["Content-Type", "X-Absent"]
            {{PollingServer.Once}}
            """
        );
        await server.Journal.HoldsAsync(1);

        var entry = server.Journal.Entries[0].Event;
        var metadata = JsonNode.Parse(entry.Metadata.Span)!;
        metadata["environment"]!.GetValue<string>().ShouldBe("test");
        metadata["ts_after"]!.GetValue<string>().ShouldBe("2026-01-01T00:00:00Z");
        metadata["http_polling"]!
            .ToJsonString()
            .ShouldBe($$"""{"url":"{{api.Address}}/x","method":"GET","status":200}""");
        entry.Headers.ShouldBe([new("Content-Type", "application/json")]);
        api.All[0].Headers["Authorization"].ShouldBe("Basic bWU6cGFzcw==");
        api.All[0].Headers["User-Agent"].ShouldStartWith("freshet/");
        server.Log.Text.ShouldNotContain("pass");
    }

    [Fact]
    public async Task A_server_that_can_compare_is_asked_only_for_what_is_new()
    {
        var etag = "\"1\"";
        var answers = new List<int>();
        api.Answer = async http =>
        {
            http.Response.Headers.ETag = etag;
            http.Response.StatusCode = http.Request.Headers.IfNoneMatch == etag ? 304 : 200;
            lock (answers)
            {
                answers.Add(http.Response.StatusCode);
            }
            if (http.Response.StatusCode == 200)
            {
                await http.Response.WriteAsync("{\"version\":" + etag + "}");
            }
        };
        var time = new ShiftedTime();
        await using var server = await PollingServer.StartAsync(Url("/x"), time: time);
        await server.Journal.HoldsAsync(1);
        // What happened behind the first window was seen by the round after it.
        time.PutForward(TimeSpan.FromMinutes(1));
        await Eventually.Holds(() => Has(304));
        etag = "\"2\"";
        await server.Journal.HoldsAsync(2);
        time.PutForward(TimeSpan.FromMinutes(1));
        await MoreRounds(5);

        server.Journal.Entries.Count.ShouldBe(2);
        server.Trouble.ShouldBeNull();

        bool Has(int status)
        {
            lock (answers)
            {
                return answers.Contains(status);
            }
        }
    }

    [Fact]
    public async Task A_transformer_that_picks_what_lies_in_the_window_gets_to_see_all_of_it()
    {
        // The second happened behind the end of the window in which the list came, and the list does not change any more.
        var now = TimeProvider.System.GetUtcNow();
        var items = new[] { Item("before", now.AddMinutes(-1)), Item("behind", now) };
        api.Answer = http =>
        {
            http.Response.Headers.ETag = "\"1\"";
            return http.Request.Headers.IfNoneMatch == "\"1\""
                ? Fail(http, 304)
                : PolledApi.Write(http, $"[{string.Join(',', items)}]");
        };
        var time = new ShiftedTime();
        await using var server = await PollingServer.StartAsync(
            Url("/list"),
            rest: """
            [sources.polled]
            transformer_refs = ["pick"]

            [transformers.pick]
            type = "vrl"
            template = '''
            picked = []
            for_each(array!(.body)) -> |_i, item| {
              if string!(item.time) >= string!(.metadata.ts_after) && string!(item.time) < string!(.metadata.ts_before) {
                picked = push(picked, { "metadata": .metadata, "body": item })
              }
            }
            picked
            '''
            """,
            time: time
        );
        await server.Journal.HoldsAsync(1);
        await MoreRounds(2);

        time.PutForward(TimeSpan.FromMinutes(1));
        await server.Journal.HoldsAsync(2);

        server.Journal.Ids.ShouldBe(["before", "behind"]);

        static string Item(string id, DateTimeOffset time) =>
            $$"""{"specversion":"1.0","id":"{{id}}","source":"/s","type":"t","time":"{{time.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}}"}""";
    }

    [Fact]
    public async Task Pages_are_followed_by_their_links_and_each_window_begins_where_the_last_one_ended()
    {
        api.Answer = http =>
        {
            var page = int.Parse(
                http.Request.Query["page"].ToString() is { Length: > 0 } text ? text : "1"
            );
            if (page < 3)
            {
                http.Response.Headers.Link =
                    $"<{api.Address}/runs?page={page + 1}>; rel=\"next\", <{api.Address}/runs?page=3>; rel=\"last\"";
            }
            return PolledApi.Write(
                http,
                $"{{\"id\":\"run-{page}a\"}}\n{{\"id\":\"run-{page}b\"}}\n",
                "application/x-ndjson"
            );
        };
        await using var server = await PollingServer.StartAsync(
            Driver(
                """
                if .response == null {
                  .requests = [{ "url": "API/runs", "query": { "since": .metadata.ts_after, "until": .metadata.ts_before }, "route": "both" }]
                } else {
                  link = string(.response.headers.link) ?? ""
                  next = parse_regex(link, r'<(?P<url>[^>]+)>;\s*rel="next"') ?? {}
                  .requests = if exists(next.url) { [{ "url": next.url, "route": "both" }] } else { [] }
                }
                """
            ) + "\nts_after = \"2026-01-01T00:00:00Z\""
        );

        await server.Journal.HoldsAsync(6);
        await MoreRounds(6);

        server
            .Journal.Bodies.Take(6)
            .ShouldBe(
                from page in Enumerable.Range(1, 3)
                from item in "ab"
                select $$"""{"id":"run-{{page}}{{item}}"}"""
            );
        var windows = api
            .Paths.Where(path => path.Contains("since", StringComparison.Ordinal))
            .Select(path =>
                Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(path.Split('?')[1])
            )
            .ToList();
        ((string?)windows[0]["since"]).ShouldBe("2026-01-01T00:00:00Z");
        for (var i = 1; i < windows.Count; i++)
        {
            windows[i]["since"].ShouldBe(windows[i - 1]["until"]);
        }
        server.Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task A_list_leads_to_details_with_what_the_program_kept()
    {
        api.Answer = http =>
            http.Request.Path == "/jobs" ? PolledApi.Write(http, """["one","two","gone"]""")
            : http.Request.Path == "/jobs/gone" ? Fail(http, 404)
            : PolledApi.Write(http, $$"""{"job":"{{http.Request.Path.Value![6..]}}"}""");
        await using var server = await PollingServer.StartAsync(
            Driver(
                """
                if .response == null {
                  .requests = [{ "url": "API/jobs", "route": "feedback" }]
                } else {
                  .state = { "from": .request.url }
                  reqs = []
                  for_each(array!(.response.body)) -> |_i, job| { reqs = push(reqs, { "url": "API/jobs/" + string!(job) }) }
                  .requests = reqs
                }
                """,
                PollingServer.Once
            )
        );

        await server.Journal.HoldsAsync(2);
        await server.Log.Shows("Warning", "/jobs/gone", "it is passed over");

        server.Journal.Bodies.ShouldBe(["""{"job":"one"}""", """{"job":"two"}"""]);
        JsonNode.Parse(server.Journal.Entries[0].Event.Metadata.Span)!["http_polling"]!["state"]![
            "from"
        ]!
            .GetValue<string>()
            .ShouldBe(api.Address + "/jobs");
        server.Trouble.ShouldBeNull();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(403)]
    public async Task A_server_that_asks_for_a_wait_gets_it(int status)
    {
        var isLimited = true;
        api.Answer = http =>
        {
            if (isLimited)
            {
                http.Response.Headers.RetryAfter = "1800";
                return Fail(http, status);
            }
            return PolledApi.Write(http, "{}");
        };
        await using var server = await PollingServer.StartAsync(Url("/x"));
        await Eventually.Holds(() =>
            server.Trouble?.Contains("30m", StringComparison.Ordinal) == true
        );

        isLimited = false;
        server.Trouble.ShouldNotBeNull().ShouldContain($"{status}");
        api.All.Count.ShouldBe(1);
        server.Journal.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_that_had_to_wait_is_made_again()
    {
        api.Answer = http =>
        {
            if (api.All.Count == 1)
            {
                http.Response.Headers.RetryAfter = TimeProvider
                    .System.GetUtcNow()
                    .AddSeconds(1)
                    .ToString("R");
                return Fail(http, 429);
            }
            return PolledApi.Write(http, "{}");
        };
        await using var server = await PollingServer.StartAsync(Url("/x", PollingServer.Once));

        await server.Journal.HoldsAsync(1);
        await Eventually.Holds(() => server.Trouble is null);
        api.All.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_fails_is_one_warning_and_a_trouble_until_it_answers_again()
    {
        api.Answer = http => Fail(http, 500);
        await using var server = await PollingServer.StartAsync(
            Url("/x?since={ts_after}&until={ts_before}") + "\ntotal_duration_of_retries = \"0s\""
        );
        await api.AskedAsync(3);
        server.Trouble.ShouldNotBeNull().ShouldContain("500");
        api.Says("{}");
        await server.Journal.HoldsAsync(1);
        await Eventually.Holds(() => server.Trouble is null);

        // The same window, until it was answered.
        api.Paths.Take(3).Distinct().Count().ShouldBe(1);
        server.Count("the same window is asked for again").ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_may_pass_is_tried_again_within_its_round()
    {
        api.Answer = http => api.All.Count < 3 ? Fail(http, 502) : PolledApi.Write(http, "{}");
        await using var server = await PollingServer.StartAsync(Url("/x", PollingServer.Once));

        await server.Journal.HoldsAsync(1);

        api.All.Count.ShouldBe(3);
        server.Count("Warning").ShouldBe(0);
    }

    [Theory]
    [InlineData("hangs")]
    [InlineData("endless")]
    [InlineData("bomb")]
    [InlineData("cut")]
    [InlineData("garbled")]
    public async Task A_body_that_does_not_end_well_is_a_trouble_and_no_event(string kind)
    {
        api.Answer = http => AnswerBadly(http, kind);
        await using var server = await PollingServer.StartAsync(
            Url("/x")
                + """

                max_response_bytes = "64KiB"
                request_timeout = "200ms"
                total_duration_of_retries = "0s"
                """
        );

        await api.AskedAsync(2);
        await Eventually.Holds(() => server.Trouble is not null);
        api.Says("{}");
        await server.Journal.HoldsAsync(1);

        server.Journal.Bodies.ShouldBe(["{}"]);
    }

    [Fact]
    public async Task Content_that_is_no_event_is_one_dead_letter_and_the_source_goes_on()
    {
        api.Says("<html>we are down</html>");
        await using var server = await PollingServer.StartAsync(Url("/x"));
        await Eventually.Holds(() => server.Count("put to the dead letters") > 0);
        await MoreRounds(5);
        api.Says("{}");
        await server.Journal.HoldsAsync(1);

        server.Count("put to the dead letters").ShouldBe(1);
        server.Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task Headers_are_for_the_servers_that_are_configured_and_no_other()
    {
        await using var other = await PolledApi.StartAsync();
        other.Says("{}");
        api.Answer = http =>
        {
            if (http.Request.Path == "/moved")
            {
                http.Response.Headers.Location = other.Address + "/from-redirect";
                return Fail(http, 302);
            }
            return PolledApi.Write(http, $$"""{"next":"{{other.Address}}/from-answer"}""");
        };
        await using var server = await PollingServer.StartAsync(
            Driver(
                """
                if .response == null {
                  .requests = [{ "url": "API/moved", "headers": { "X-Own": "own" } }, { "url": "API/list", "route": "feedback" }]
                } else {
                  .requests = [{ "url": string!(.response.body.next) }]
                }
                """,
                PollingServer.Once
            ) + "\nheaders = { Authorization = { type = \"static\", value = \"t0ken\" } }"
        );

        await server.Journal.HoldsAsync(2);

        api.All.ShouldAllBe(request => request.Headers["Authorization"] == "t0ken");
        other.Paths.ShouldBe(["/from-redirect", "/from-answer"], ignoreOrder: true);
        other.All.ShouldAllBe(request =>
            !request.Headers.ContainsKey("Authorization") && !request.Headers.ContainsKey("X-Own")
        );
    }

    [Fact]
    public async Task A_server_that_is_trusted_gets_the_headers_too()
    {
        await using var other = await PolledApi.StartAsync();
        other.Says("{}");
        api.Says($$"""{"next":"{{other.Address}}/"}""");
        await using var server = await PollingServer.StartAsync(
            Driver(
                """
                .requests = if .response == null { [{ "url": "API/", "route": "feedback" }] } else { [{ "url": string!(.response.body.next) }] }
                """,
                PollingServer.Once
            )
                + $$"""

                trusted_origins = ["{{other.Address}}"]
                headers = { Authorization = { type = "static", value = "t0ken" } }
                """
        );

        await server.Journal.HoldsAsync(1);

        other.All.ShouldHaveSingleItem().Headers["Authorization"].ShouldBe("t0ken");
    }

    [Theory]
    [InlineData("""{ "url": "API/", "route": "feedback" }""", "max_requests = 7")]
    [InlineData("""{ "url": "API/", "route": "both" }""", "max_depth = 3")]
    [InlineData("""{ "url": "API/" }, { "url": "file:///etc/passwd" }""", ".requests[1].url")]
    public async Task A_program_that_goes_astray_is_a_trouble(string request, string said)
    {
        api.Says("{}");
        var limit = said.Contains('=', StringComparison.Ordinal) ? $"\n{said}" : "";
        await using var server = await PollingServer.StartAsync(
            Driver($".requests = [{request}]") + limit
        );

        await Eventually.Holds(() =>
            server.Trouble?.Contains(
                said.Replace(" =", ",", StringComparison.Ordinal),
                StringComparison.Ordinal
            ) == true
        );
        server.Server.HasFailed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_round_in_which_the_server_fails_again_and_again_leaves_the_rest_for_the_next()
    {
        api.Answer = http => Fail(http, 500);
        await using var server = await PollingServer.StartAsync(
            Driver(
                """
                .requests = map_values([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) -> |n| { { "url": "API/" + to_string(n) } }
                """,
                PollingServer.Once
            ) + "\ntotal_duration_of_retries = \"0s\"\nmax_concurrency = 1"
        );

        await Eventually.Holds(() => server.Trouble is not null);

        api.All.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_source_with_an_end_ends_there()
    {
        api.Says("{}");
        await using var server = await PollingServer.StartAsync(
            Url("/x?until={ts_before}")
                + "\nts_after = \"2026-01-01T00:00:00Z\"\nts_before_limit = \"2026-01-02T00:00:00Z\""
        );

        await server.Log.Shows("is reached, and the source ends");

        api.Paths.ShouldBe(["/x?until=2026-01-02T00%3A00%3A00Z"]);
    }

    [Fact]
    public async Task A_status_that_is_to_end_the_source_ends_it()
    {
        api.Answer = http => Fail(http, 401);
        await using var server = await PollingServer.StartAsync(
            Url("/x") + "\non_status = { 401 = \"abort\" }"
        );

        await server.Log.Shows("the source ends, as on_status says");

        server.Trouble.ShouldNotBeNull().ShouldContain("401");
        api.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_an_answer()
    {
        api.Answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        var server = await PollingServer.StartAsync(Url("/x"));
        await api.AskedAsync(1);

        await Eventually.Comes(server.Server.StopAsync());

        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_last_window_ended()
    {
        using var folder = new TemporaryFolder();
        api.Says("""{"a":1}""");
        await using (
            var first = await PollingServer.StartAsync(
                Url("/x?since={ts_after}&until={ts_before}", PollingServer.Once),
                folder.Path
            )
        )
        {
            await first.Journal.HoldsAsync(1);
            await Eventually.Holds(() =>
                Saved(folder).Contains("ts_after", StringComparison.Ordinal)
                && !Saved(folder).Contains("ts_before", StringComparison.Ordinal)
            );
        }
        await using var second = await PollingServer.StartAsync(
            Url("/x?since={ts_after}&until={ts_before}", PollingServer.Once),
            folder.Path
        );
        await api.AskedAsync(2);

        var until = api.Paths[0].Split("until=")[1];
        api.Paths[1].ShouldStartWith($"/x?since={until}&");
    }

    [Fact]
    public async Task A_process_that_ends_before_its_place_is_kept_loses_and_doubles_nothing()
    {
        using var folder = new TemporaryFolder();
        api.Says("{\"line\":1}\n{\"line\":2}\n{\"line\":2}\n", "application/x-ndjson");
        var options = Url("/x?since={ts_after}&until={ts_before}", PollingServer.Once);
        await using (var first = await PollingServer.StartAsync(options, folder.Path))
        {
            await first.Journal.HoldsAsync(3);
        }
        // The place as it was when the round began: the journal has the events, and the place does not know.
        var file = FileOf(folder);
        var place = JsonNode
            .Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!
            .AsObject();
        var until = place["ts_after"]!.GetValue<string>();
        place["ts_before"] = until;
        place["ts_after"] = "1970-01-01T00:00:00.000Z";
        place["responses"] = new JsonObject();
        await File.WriteAllTextAsync(
            file,
            place.ToJsonString(),
            TestContext.Current.CancellationToken
        );

        await using var second = await PollingServer.StartAsync(options, folder.Path);
        await api.AskedAsync(2);
        await Eventually.Holds(() =>
            !Saved(folder).Contains("ts_before", StringComparison.Ordinal)
        );

        api.Paths.Distinct().Count().ShouldBe(1);
        second.Journal.Bodies.ShouldBe(["{\"line\":1}", "{\"line\":2}", "{\"line\":2}"]);
    }

    [Fact]
    public async Task A_killed_process_loses_and_doubles_nothing()
    {
        const int kill = 9;
        const int all = 600;
        using var folder = new TemporaryFolder();
        var count = 0;
        // A log that grows with each look at it; its lines have no ids.
        api.Answer = http =>
        {
            count = Math.Min(count + 40, all);
            var lines = Enumerable.Range(0, count).Select(line => $"{{\"line\":{line}}}");
            return PolledApi.Write(http, string.Join('\n', lines), "application/x-ndjson");
        };
        var journal = Path.Combine(folder.Path, "journal");
        var configuration = Path.Combine(folder.Path, "polling.toml");
        await File.WriteAllTextAsync(
            configuration,
            $"[sources.polled.extractor]\ntype = \"http_polling\"\n{Url("/log")}",
            TestContext.Current.CancellationToken
        );
        for (var kills = 0; kills < 3; kills++)
        {
            await using var process = await StartAsync();
            await MoreRounds(4);
            process.Signal(kill);
            await process.ExitAsync();
        }
        await using var last = await StartAsync();
        await Eventually.Holds(() => Lines().Count >= all);
        await MoreRounds(3);

        Lines().ShouldBe(Enumerable.Range(0, all));

        Task<FreshetProcess> StartAsync() =>
            FreshetProcess.StartAsync(
                "--config",
                configuration,
                "--set",
                $"journal.path={journal}",
                "--set",
                $"dead_letters.path={Path.Combine(folder.Path, "letters")}"
            );

        List<int> Lines()
        {
            using var walk = new JournalWalk(journal);
            var lines = new List<int>();
            while (walk.MoveNext())
            {
                var body = walk.Current.Entry.ShouldNotBeNull().Event.Json;
                lines.Add(JsonNode.Parse(body.Span)!["line"]!.GetValue<int>());
            }
            return lines;
        }
    }

    private string Url(string path, string more = PollingServer.Quickly) =>
        $"url = \"{api.Address}{path}\"\n{more}";

    private string Driver(string program, string more = PollingServer.Quickly) =>
        $"driver_vrl = '''\n{program.Replace("API", api.Address, StringComparison.Ordinal)}\n'''\n{more}";

    private Task MoreRounds(int count) => api.AskedAsync(api.All.Count + count);

    private static string FileOf(TemporaryFolder folder) =>
        Directory
            .EnumerateFiles(folder.Path, "polling-polled.json", SearchOption.AllDirectories)
            .ShouldHaveSingleItem();

    private static string Saved(TemporaryFolder folder) => File.ReadAllText(FileOf(folder));

    private static Task Fail(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task AnswerBadly(HttpContext http, string kind)
    {
        var gone = http.RequestAborted;
        switch (kind)
        {
            case "hangs":
                await http.Response.WriteAsync("{", gone);
                await http.Response.Body.FlushAsync(gone);
                await Task.Delay(Timeout.Infinite, gone);
                break;
            case "endless":
                while (true)
                {
                    await http.Response.WriteAsync(new string(' ', 4096), gone);
                }
            case "bomb":
                http.Response.Headers.ContentEncoding = "gzip";
                await using (
                    var packed = new GZipStream(http.Response.Body, CompressionLevel.Optimal)
                )
                {
                    await packed.WriteAsync(new byte[10 << 20], gone);
                }
                break;
            case "cut":
                http.Response.ContentLength = 100;
                await http.Response.WriteAsync("{", gone);
                http.Abort();
                break;
            default:
                http.Response.Headers.ContentEncoding = "gzip";
                await http.Response.Body.WriteAsync(
                    Encoding.UTF8.GetBytes("this is not packed"),
                    gone
                );
                break;
        }
    }
}
