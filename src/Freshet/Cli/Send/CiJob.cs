namespace Freshet.Cli.Send;

/// <summary>
/// The job of a CI system that this process runs in, as the system's environment variables tell. Names and ids are put together as cdviz-collector does it, so that events of both
/// stand beside each other.
/// </summary>
internal sealed record CiJob
{
    private const string Unknown = "unknown";

    /// <summary><c>github</c>, <c>gitlab</c> or <c>jenkins</c>.</summary>
    public required string System { get; init; }

    /// <summary>The repository, or the job's full name where the system knows no repository.</summary>
    public required string Repository { get; init; }

    /// <summary>The job's own name.</summary>
    public required string Job { get; init; }

    /// <summary>What this run of the pipeline is called: a number, and the attempt where the system counts those.</summary>
    public required string RunId { get; init; }

    /// <summary>What the job is called together with what it is part of.</summary>
    public required string Name { get; init; }

    /// <summary>The source of its events: the pipeline's definition.</summary>
    public required string Source { get; init; }

    /// <summary>The id of this run of the pipeline, as the system's API has it.</summary>
    public required string PipelineId { get; init; }

    /// <summary>Where this run of the pipeline is shown.</summary>
    public required string PipelineUrl { get; init; }

    /// <summary>What the job works on.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>The id of this run of the job.</summary>
    public required string RunUrl { get; init; }

    public string? Branch { get; init; }

    public string? Commit { get; init; }

    /// <summary>The job; null outside the systems that are known.</summary>
    public static CiJob? Find(IReadOnlyDictionary<string, string> environment)
    {
        return Get("GITHUB_ACTIONS") == "true" ? OfGitHub()
            : Get("GITLAB_CI") == "true" ? OfGitLab()
            : Get("JENKINS_URL") is { } url ? OfJenkins(url.EndsWith('/') ? url : url + "/")
            : null;

        string? Get(string name) =>
            environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

        CiJob OfGitHub()
        {
            var repository = Get("GITHUB_REPOSITORY") ?? Unknown;
            var (id, attempt) = (Get("GITHUB_RUN_ID") ?? "0", Get("GITHUB_RUN_ATTEMPT") ?? "1");
            var job = Get("GITHUB_JOB") ?? Unknown;
            var site = $"{Get("GITHUB_SERVER_URL") ?? "https://github.com"}/{repository}";
            var api = Get("GITHUB_API_URL") ?? "https://api.github.com";
            return new()
            {
                System = "github",
                Repository = repository,
                Job = job,
                RunId = $"{id}/{attempt}",
                Name = $"{repository}/{Get("GITHUB_WORKFLOW") ?? Unknown}/{job}",
                Source = $"{site}/actions",
                PipelineId = $"{api}/repos/{repository}/actions/runs/{id}",
                PipelineUrl = $"{site}/actions/runs/{id}",
                EnvironmentId = $"{site}/tree/{Get("GITHUB_REF_NAME")}",
                RunUrl = $"{site}/actions/runs/{id}/{attempt}/{job}",
                Branch = Get("GITHUB_REF_NAME"),
                Commit = Get("GITHUB_SHA"),
            };
        }

        CiJob OfGitLab()
        {
            var repository = Get("CI_PROJECT_PATH") ?? Unknown;
            var id = Get("CI_PIPELINE_ID") ?? "0";
            var job = Get("CI_JOB_NAME") ?? Unknown;
            var site = Get("CI_PROJECT_URL") ?? $"https://gitlab.com/{repository}";
            var api = Get("CI_API_V4_URL") ?? "https://gitlab.com/api/v4";
            return new()
            {
                System = "gitlab",
                Repository = repository,
                Job = job,
                RunId = id,
                Name = $"{repository}/{job}",
                Source = $"{site}/-/pipelines",
                PipelineId = $"{api}/projects/{Get("CI_PROJECT_ID") ?? "0"}/pipelines/{id}",
                PipelineUrl = Get("CI_PIPELINE_URL") ?? $"{site}/-/pipelines/{id}",
                EnvironmentId = $"{site}/-/tree/{Get("CI_COMMIT_REF_NAME")}",
                RunUrl = $"{site}/-/pipelines/{id}/{job}",
                Branch = Get("CI_COMMIT_REF_NAME"),
                Commit = Get("CI_COMMIT_SHA"),
            };
        }

        CiJob OfJenkins(string site)
        {
            var job = Get("JOB_BASE_NAME") ?? Get("JOB_NAME") ?? Unknown;
            var full = Get("JOB_NAME") ?? job;
            var id = Get("BUILD_NUMBER") ?? "0";
            var path = string.Join('/', full.Split('/').Select(Uri.EscapeDataString));
            return new()
            {
                System = "jenkins",
                Repository = full,
                Job = job,
                RunId = id,
                Name = $"{full}/{job}",
                Source = $"{site}job/{path}/",
                PipelineId = $"{site}job/{path}/{id}/api/json",
                PipelineUrl = Get("BUILD_URL") ?? $"{site}job/{path}/{id}/",
                EnvironmentId = $"{site}job/{path}/",
                RunUrl = $"{site}job/{path}/{id}/{job}",
                Branch = Get("GIT_BRANCH"),
                Commit = Get("GIT_COMMIT"),
            };
        }
    }
}
