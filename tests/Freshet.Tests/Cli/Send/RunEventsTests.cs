using System.Text.Json.Nodes;
using Freshet.Cli.Send;
using Freshet.Cli.Send.Reports;
using Freshet.Cli.Send.Running;
using Freshet.Events;
using Freshet.Events.CDEvents;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli.Send;

public sealed class RunEventsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, string> GitHub = new()
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_REPOSITORY"] = "acme/shop",
        ["GITHUB_RUN_ID"] = "77",
        ["GITHUB_RUN_ATTEMPT"] = "2",
        ["GITHUB_JOB"] = "unit",
        ["GITHUB_WORKFLOW"] = "CI",
        ["GITHUB_REF_NAME"] = "main",
        ["GITHUB_SHA"] = "0a1b",
        ["GITHUB_SERVER_URL"] = "https://github.com",
    };

    private static readonly Dictionary<string, string> GitLab = new()
    {
        ["GITLAB_CI"] = "true",
        ["CI_PROJECT_PATH"] = "acme/shop",
        ["CI_PROJECT_ID"] = "5",
        ["CI_PROJECT_URL"] = "https://gitlab.example.com/acme/shop",
        ["CI_API_V4_URL"] = "https://gitlab.example.com/api/v4",
        ["CI_PIPELINE_ID"] = "77",
        ["CI_PIPELINE_URL"] = "https://gitlab.example.com/acme/shop/-/pipelines/77",
        ["CI_JOB_NAME"] = "unit tests",
        ["CI_COMMIT_REF_NAME"] = "main",
        ["CI_COMMIT_SHA"] = "0a1b",
    };

    private static readonly Dictionary<string, string> Jenkins = new()
    {
        ["JENKINS_URL"] = "https://ci.example.com/",
        ["JOB_NAME"] = "acme shop/main",
        ["JOB_BASE_NAME"] = "main",
        ["BUILD_NUMBER"] = "77",
        ["BUILD_URL"] = "https://ci.example.com/job/acme%20shop/job/main/77/",
        ["GIT_BRANCH"] = "origin/main",
        ["GIT_COMMIT"] = "0a1b",
    };

    public static TheoryData<string, string, int> AllRuns()
    {
        var data = new TheoryData<string, string, int>();
        foreach (var system in new[] { "", "github", "gitlab", "jenkins" })
        {
            foreach (var type in RunTypes.Names)
            {
                foreach (var exitCode in new[] { 0, 3, 127, 143 })
                {
                    data.Add(system, type, exitCode);
                }
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(AllRuns))]
    public void Every_event_is_a_right_CDEvent_of_the_same_subject(
        string system,
        string type,
        int exitCode
    )
    {
        var events = NewEvents(
            type,
            EnvironmentOf(system),
            "tested_artifact_id=pkg:oci/a@sha256:1",
            "tested_artifact_id=pkg:oci/b@sha256:2",
            "tested_env_id=/prod",
            "results_url=https://ci.example.com/r/1"
        );
        var end = new CommandEnd(exitCode, exitCode == 127 ? "nothing: not found" : null);

        var started = Checked(events.Started());
        var all = events
            .Finished(Start.AddSeconds(2), end, wasTold: false, SomeResults(failed: 1))
            .Select(Checked)
            .ToList();

        var finished = all[0];
        finished["subject"]!["id"]!.ToString().ShouldBe(started["subject"]!["id"]!.ToString());
        finished["context"]!["source"]!.ToString().ShouldBe("https://src.example.com");
        started["context"]!["timestamp"]!.ToString().ShouldBe("2026-01-31T12:00:00.000Z");
        finished["context"]!["timestamp"]!.ToString().ShouldBe("2026-01-31T12:00:02.000Z");
        finished["customData"]!["links"]!.AsArray().Count.ShouldBe(4);
        all.Count.ShouldBe(type == "taskrun" ? 1 : 2);
    }

    [Theory]
    [InlineData(0, "success", null)]
    [InlineData(3, "failure", "the command ended with exit code 3")]
    [InlineData(139, "error", "the command was ended by SIGSEGV (exit code 139)")]
    public void A_task_ends_as_its_exit_code_says(int exitCode, string outcome, string? errors)
    {
        var content = ContentOf(Finish("taskrun", new(exitCode)));

        content["outcome"]!.ToString().ShouldBe(outcome);
        content["errors"]?.ToString().ShouldBe(errors);
    }

    [Fact]
    public void A_task_that_cannot_be_started_is_an_error()
    {
        var content = ContentOf(Finish("taskrun", new(127, "x: not found")));

        content["outcome"]!.ToString().ShouldBe("error");
        content["errors"]!.ToString().ShouldBe("the command could not be started: x: not found");
    }

    [Theory]
    [InlineData(0, 0, false, "success", null)]
    [InlineData(0, 1, false, "failure", "1 of 3 tests failed: suite.t0")]
    [InlineData(1, 1, false, "failure", "1 of 3 tests failed: suite.t0")]
    [InlineData(2, 0, false, "failure", "the command ended with exit code 2")]
    [InlineData(137, 0, false, "error", "the command was ended by SIGKILL (exit code 137)")]
    [InlineData(143, 0, true, "cancel", "the command was ended by SIGTERM (exit code 143)")]
    public void Tests_end_as_their_results_and_the_exit_code_say(
        int exitCode,
        int failed,
        bool wasTold,
        string outcome,
        string? reason
    )
    {
        var body = Finish("testsuiterun-junit", new(exitCode), SomeResults(failed), wasTold);

        ContentOf(body)["outcome"]!.ToString().ShouldBe(outcome);
        ContentOf(body)["reason"]?.ToString().ShouldBe(reason);
    }

    [Fact]
    public void Results_are_told_in_numbers_and_by_name()
    {
        var body = Finish("testsuiterun-junit", new(1), SomeResults(failed: 2));

        body["customData"]!["testsuiterun"]!
            .ToJsonString()
            .ShouldBe(
                """{"summary":{"results_count":3,"passed":1,"failed":2,"skipped":0,"errors":0,"duration_ms":1500,"exit_code":1},"suites":[{"name":"suite","results_count":3,"failed":2,"skipped":0,"errors":0}],"failures":[{"suite":"suite","name":"suite.t0","kind":"failure","message":"no"},{"suite":"suite","name":"suite.t1","kind":"failure","message":"no"}]}"""
            );
    }

    [Fact]
    public void A_job_of_GitHub_names_the_run()
    {
        var body = Checked(NewEvents("testsuiterun_junit", GitHub).Started());

        var suite = ContentOf(body)["testSuite"]!;
        suite["name"]!.ToString().ShouldBe("acme/shop/CI/unit");
        suite["id"]!.ToString().ShouldBe("https://api.github.com/repos/acme/shop/actions/runs/77");
        suite["uri"]!.ToString().ShouldBe("https://github.com/acme/shop/actions/runs/77");
        ContentOf(body)["environment"]!["id"]!
            .ToString()
            .ShouldBe("https://github.com/acme/shop/tree/main");
        ContentOf(body)["trigger"]!["type"]!.ToString().ShouldBe("pipeline");
        body["subject"]!["id"]!
            .ToString()
            .ShouldStartWith("https://github.com/acme/shop/actions/runs/77/2/unit/");
        body["customData"]!["ci"]!
            .ToJsonString()
            .ShouldBe(
                """{"system":"github","repository":"acme/shop","run_id":"77/2","job":"unit","branch":"main","commit":"0a1b"}"""
            );
    }

    [Fact]
    public void The_command_line_goes_before_the_job()
    {
        var body = Checked(
            NewEvents("taskrun", GitHub, "task_name=build", "subject_id=b/1", "branch=dev")
                .Started()
        );

        ContentOf(body)["taskName"]!.ToString().ShouldBe("build");
        body["subject"]!["id"]!.ToString().ShouldBe("b/1");
        body["customData"]!["ci"]!["branch"]!.ToString().ShouldBe("dev");
    }

    [Fact]
    public void Outside_CI_the_program_names_the_run_and_its_arguments_are_in_no_event()
    {
        var events = NewEvents("taskrun", []);
        var texts = events
            .Finished(Start, new(1), wasTold: false, null)
            .Prepend(events.Started())
            .Select(found => Checked(found).ToJsonString() + found.Metadata.ToJsonString());

        texts.ShouldAllBe(text => text.Contains("\"make\"") && !text.Contains("s3cr3t"));
    }

    private static Dictionary<string, string> EnvironmentOf(string system) =>
        system switch
        {
            "github" => GitHub,
            "gitlab" => GitLab,
            "jenkins" => Jenkins,
            _ => [],
        };

    private static RunEvents NewEvents(
        string type,
        Dictionary<string, string> environment,
        params string[] metadata
    ) =>
        new(
            new()
            {
                Type = RunTypes.Find(type)!.Value,
                Words = ["/usr/bin/make", "--token=s3cr3t"],
                Metadata = MetadataArguments
                    .Read(
                        metadata,
                        new()
                        {
                            Input = Stream.Null,
                            Output = TextWriter.Null,
                            Error = TextWriter.Null,
                            Environment = environment,
                        }
                    )
                    .ShouldNotBeNull(),
                Source = "https://src.example.com",
            },
            CiJob.Find(environment),
            Start
        );

    private static JsonObject Finish(
        string type,
        CommandEnd end,
        TestResults? results = null,
        bool wasTold = false
    ) => Checked(NewEvents(type, []).Finished(Start.AddSeconds(2), end, wasTold, results).First());

    private static TestResults SomeResults(int failed)
    {
        var results = new TestResults();
        results.Add(new SuiteResult("suite", 3, failed, 0, 0));
        results.Add(TimeSpan.FromSeconds(1.5));
        for (var i = 0; i < failed; i++)
        {
            results.Add(FailedTest.Of("suite", $"suite.t{i}", isError: false, "no"));
        }
        return results;
    }

    private static JsonNode ContentOf(JsonObject body) => body["subject"]!["content"]!;

    /// <summary>The event as a server that requires right CDEvents would take it in.</summary>
    private static JsonObject Checked(Event made)
    {
        var recognised = new EventRecogniser(
            TimeProvider.System,
            cdevents: CDEventMode.Require
        ).Recognise(made);
        recognised.Problems.ShouldBeNull(recognised.Problems?.ToString());
        recognised.Fault.ShouldBeNull();
        recognised.Event!.Format.ShouldBe(EventFormat.CDEvent);
        return JsonNode.Parse(recognised.Event.Json.Span)!.AsObject();
    }
}
