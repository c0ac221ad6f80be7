using System.Text.Json.Nodes;
using Freshet.Cli.Send.Reports;
using Freshet.Events;

namespace Freshet.Cli.Send.Running;

/// <summary>
/// Makes the CDEvents (0.5.1) of one command that is run: <c>taskrun.started</c> and <c>taskrun.finished</c>, or those of <c>testsuiterun</c>. They share their subject's id, which no other run has.
/// What the command was called with is not in them: arguments hold secrets.
/// </summary>
internal sealed class RunEvents
{
    private const string SpecVersion = "0.5.1";
    private const string TypeVersion = "0.3.0";
    private const string LocalEnvironment = "/local";

    private readonly RunSettings settings;
    private readonly CiJob? job;
    private readonly DateTimeOffset startedAt;
    private readonly string name;
    private readonly string subject;
    private readonly string environment;

    /// <param name="settings">What is run.</param>
    /// <param name="job">The job of CI that it is part of; null where it is of none.</param>
    /// <param name="startedAt">When it began.</param>
    public RunEvents(RunSettings settings, CiJob? job, DateTimeOffset startedAt)
    {
        (this.settings, this.job, this.startedAt) = (settings, job, startedAt);
        name =
            Given(IsTask ? "task_name" : "suite_name")
            ?? job?.Name
            ?? Path.GetFileName(settings.Words[0]) switch
            {
                "" => settings.Words[0],
                var program => program,
            };
        subject =
            Given("subject_id")
            ?? $"{job?.RunUrl ?? $"freshet://local/{Uri.EscapeDataString(name)}"}/{EventUuid.New(startedAt)}";
        environment = Given("env_id") ?? job?.EnvironmentId ?? LocalEnvironment;
    }

    private bool IsTask => settings.Type == RunType.Task;

    /// <summary>The event of the beginning.</summary>
    public Event Started()
    {
        var content = IsTask ? TaskContent() : SuiteContent();
        if (!IsTask)
        {
            content["trigger"] = new JsonObject
            {
                ["type"] = Given("trigger") ?? (job is null ? "manual" : "pipeline"),
            };
        }
        return new(Body("started", startedAt, content, [])) { Metadata = Metadata("started") };
    }

    /// <summary>The events of the end.</summary>
    /// <param name="at">When that was.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="wasTold">Whether it was told to end.</param>
    /// <param name="results">The results of its tests; null where there are none.</param>
    public IEnumerable<Event> Finished(
        DateTimeOffset at,
        CommandEnd end,
        bool wasTold,
        TestResults? results
    )
    {
        var metadata = Metadata("finished");
        metadata["run"]!["exit_code"] = end.ExitCode;
        var milliseconds = (long)(at - startedAt).TotalMilliseconds;
        var numbers = new JsonObject();
        JsonObject content;
        if (IsTask)
        {
            content = TaskContent();
            content["outcome"] =
                end.IsBroken ? "error"
                : end.IsSuccess ? "success"
                : "failure";
            if (end.Describe() is { } errors)
            {
                content["errors"] = errors;
            }
            numbers["taskrun"] = new JsonObject
            {
                ["exit_code"] = end.ExitCode,
                ["duration_ms"] = milliseconds,
            };
        }
        else
        {
            content = SuiteContent();
            var suite = new SuiteEnd(end, wasTold, results);
            content["outcome"] = suite.Outcome;
            if (suite.Reason is { } reason)
            {
                content["reason"] = reason;
            }
            numbers["testsuiterun"] = suite.ToJson(milliseconds);
        }
        yield return new(Body("finished", at, content, numbers)) { Metadata = metadata };
        if (!IsTask && Given("results_url") is { } url)
        {
            yield return new(OutputPublished(at, url))
            {
                Metadata = (JsonObject)metadata.DeepClone(),
            };
        }
    }

    private JsonObject TaskContent()
    {
        var content = new JsonObject { ["taskName"] = name };
        if ((Given("task_uri") ?? job?.PipelineUrl) is { } uri)
        {
            content["uri"] = uri;
        }
        if (job is not null)
        {
            content["pipelineRun"] = new JsonObject
            {
                ["id"] = job.PipelineId,
                ["source"] = job.Source,
            };
        }
        return content;
    }

    private JsonObject SuiteContent()
    {
        var suite = new JsonObject
        {
            ["id"] = Given("suite_id") ?? job?.PipelineId ?? name,
            ["name"] = name,
        };
        if ((Given("suite_uri") ?? job?.PipelineUrl) is { } uri)
        {
            suite["uri"] = uri;
        }
        return new()
        {
            ["environment"] = new JsonObject { ["id"] = environment },
            ["testSuite"] = suite,
        };
    }

    private JsonObject OutputPublished(DateTimeOffset at, string url) =>
        new()
        {
            ["context"] = Context("testoutput.published", at),
            ["subject"] = new JsonObject
            {
                ["id"] = url,
                ["content"] = new JsonObject
                {
                    ["outputType"] = "report",
                    ["format"] = Given("results_format") ?? "text/html",
                    ["uri"] = url,
                },
            },
        };

    private JsonObject Body(
        string predicate,
        DateTimeOffset at,
        JsonObject content,
        JsonObject custom
    )
    {
        if (CiOf() is { } ci)
        {
            custom["ci"] = ci;
        }
        var links = Links();
        if (links.Count > 0)
        {
            custom["links"] = links;
        }
        var body = new JsonObject
        {
            ["context"] = Context($"{(IsTask ? "taskrun" : "testsuiterun")}.{predicate}", at),
            ["subject"] = new JsonObject { ["id"] = subject, ["content"] = content },
        };
        if (custom.Count > 0)
        {
            body["customData"] = custom;
        }
        return body;
    }

    private JsonObject Context(string type, DateTimeOffset at) =>
        new()
        {
            ["specversion"] = SpecVersion,
            ["id"] = EventUuid.New(at),
            ["source"] = settings.Source,
            ["type"] = $"dev.cdevents.{type}.{TypeVersion}",
            ["timestamp"] = Rfc3339.Format(at),
        };

    /// <summary>What the run works on and where its results are, as cdviz-collector links them: <c>context.links</c> of CDEvents 0.5 knows no subjects.</summary>
    private JsonArray Links()
    {
        var links = new JsonArray();
        Add("tested_artifact_id", "testedAgainst", "artifact");
        Add("tested_env_id", "testedAgainst", "environment");
        Add("tested_repo_id", "testedAgainst", "repository");
        Add("results_url", "storedAt", "testoutput");
        return links;

        void Add(string key, string kind, string type)
        {
            foreach (var id in settings.Metadata.All(key))
            {
                links.Add(
                    new JsonObject
                    {
                        ["linkKind"] = kind,
                        ["target"] = new JsonObject
                        {
                            ["subject"] = new JsonObject { ["type"] = type, ["id"] = id },
                        },
                    }
                );
            }
        }
    }

    /// <summary>What CI knows of the run, and what the command line says in its place; null where nobody says anything.</summary>
    private JsonObject? CiOf()
    {
        var ci = new JsonObject();
        foreach (
            var (key, value) in new[]
            {
                ("system", job?.System),
                ("repository", job?.Repository),
                ("run_id", job?.RunId),
                ("job", Given("job") ?? job?.Job),
                ("branch", Given("branch") ?? job?.Branch),
                ("commit", Given("commit") ?? job?.Commit),
            }
        )
        {
            if (value is not null)
            {
                ci[key] = value;
            }
        }
        return ci.Count > 0 ? ci : null;
    }

    /// <summary>For transformers of sinks: <c>run</c> holds what the command line gave, and how it stands with the run.</summary>
    private JsonObject Metadata(string status)
    {
        var run = settings.Metadata.ToJson(settings.Source);
        run.Remove("context");
        run["status"] = status;
        run["started_at"] = Rfc3339.Format(startedAt);
        if (CiOf() is { } ci)
        {
            run["ci"] = ci;
        }
        return new()
        {
            ["context"] = new JsonObject { ["source"] = settings.Source },
            ["run"] = run,
        };
    }

    private string? Given(string key) => settings.Metadata.Last(key);
}
