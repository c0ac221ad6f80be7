using Freshet.Cli;
using Freshet.Hosting;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli;

public sealed class ProfileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> environment = [];
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };

    private string Output => output.ToString();

    private string Error => error.ToString();

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public void Every_profile_says_what_it_is()
    {
        Profiles.All.Select(profile => profile.Name).ShouldContain("default");
        Profiles.All.Select(profile => profile.Name).ShouldContain("sse-service");
        foreach (var profile in Profiles.All)
        {
            profile.Description.Length.ShouldBeInRange(20, 150, profile.Name);
        }
    }

    [Fact]
    public async Task Files_and_settings_are_laid_over_a_profile()
    {
        var path = folder.Write("a.toml", "[http]\nport = 1\n[sinks.events]\nretry = \"9s\"");
        string[] args = ["config", "--profile", "default", "--config", path];
        (await RunAsync([.. args, "--set", "http.port=2"])).ShouldBe(0);
        Output.ShouldContain("host = \"127.0.0.1\"\nport = 2\n");
        Output.ShouldContain("[sinks.events]\ntype = \"sse\"\nid = \"events\"\nretry = \"9s\"\n");
    }

    [Fact]
    public async Task Variable_names_the_profile_where_the_command_line_does_not()
    {
        environment["FRESHET_PROFILE"] = "sse-service";
        (await RunAsync("check")).ShouldBe(0);
        Output.ShouldContain("GET /events");

        output.GetStringBuilder().Clear();
        (await RunAsync("check", "--profile", "default")).ShouldBe(0);
        Output.ShouldContain("GET /sse/events");
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("check")]
    [InlineData("config")]
    public async Task Unknown_profile_is_an_error_that_lists_all(string command)
    {
        (await RunAsync(command, "--profile", "sse_service")).ShouldBe(1);
        Error.ShouldStartWith("error: there is no profile \"sse_service\"\n  --> --profile\n");
        Error.ShouldContain("did you mean \"sse-service\"?");
        foreach (var profile in Profiles.All)
        {
            Error.ShouldMatch($"(?m)^  {profile.Name} +[A-Z]");
        }
        error.GetStringBuilder().Clear();
        environment["FRESHET_PROFILE"] = "x";
        (await RunAsync(command)).ShouldBe(1);
        Error.ShouldContain("--> environment variable FRESHET_PROFILE\n");
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("check")]
    [InlineData("config")]
    [InlineData("journal", "info")]
    [InlineData("dead-letters", "list")]
    public async Task Help_teaches_profiles(params string[] command)
    {
        (await RunAsync([.. command, "--help"])).ShouldBe(0);
        Output.ShouldContain("--profile <NAME>");
        Output.ShouldContain("--env-file <FILE>");
        foreach (var profile in Profiles.All)
        {
            Output.ShouldContain(profile.Name);
        }
    }

    [Fact]
    public async Task Profile_reads_the_file_of_the_working_directory_and_says_so()
    {
        folder.Write(".env", "SSE_HEARTBEAT_SECONDS=soon\nHTTP_PORT=high");
        environment["HTTP_PORT"] = "8084";
        (await RunAsync("check", "--profile", "sse-service")).ShouldBe(1);
        Error.ShouldStartWith($"variables are read from {Path.Combine(folder.Path, ".env")}\n");
        Error.ShouldContain("sinks.events.keep_alive must be a duration");
        Error.ShouldEndWith("\n1 error\n");
    }

    [Fact]
    public async Task File_of_the_working_directory_is_for_profiles_alone()
    {
        folder.Write(".env", "FRESHET__HTTP__PORT=wrong");
        (await RunAsync("check")).ShouldBe(0);
        Error.ShouldBeEmpty();
        (await RunAsync("check", "--profile", "default")).ShouldBe(1);
        Error.ShouldContain("http.port must be an integer");
    }

    [Fact]
    public async Task Named_file_of_variables_stands_in_place_of_the_one_in_the_working_directory()
    {
        folder.Write(".env", "FRESHET__HTTP__PORT=wrong");
        var path = folder.Write("other.env", "FRESHET__HTTP__PORT=1234\nADDRESS=::1");
        string[] args = ["--env-file", path, "--set", "http.host=127.0.0.2"];
        (await RunAsync(["config", "--profile", "default", .. args])).ShouldBe(0);
        Output.ShouldContain("port = 1234");
        Error.ShouldBeEmpty();

        output.GetStringBuilder().Clear();
        (await RunAsync(["config", .. args])).ShouldBe(0);
        Output.ShouldContain("port = 1234");
    }

    [Fact]
    public async Task Mistake_in_the_file_of_variables_is_told_with_its_place()
    {
        var path = folder.Write("x.env", "\nTOKEN=\"s3cret");
        (await RunAsync("check", "--env-file", path)).ShouldBe(1);
        Error.ShouldContain($"error: the quotes are not closed\n  --> {path}:2:7\n");
        Error.ShouldNotContain("s3cret");
        Error.ShouldEndWith("1 error\n");
    }

    [Fact]
    public async Task File_of_variables_that_is_not_there_is_an_error()
    {
        (await RunAsync("check", "--env-file", "/nowhere.env")).ShouldBe(1);
        Error.ShouldContain("the environment file /nowhere.env does not exist");
    }

    [Theory]
    [InlineData("http://[::]:8084", "curl -N http://localhost:8084/events\n")]
    [InlineData("http://127.0.0.1:1", "curl http://127.0.0.1:1/stats\n")]
    [InlineData("http://[::]:8084", "grpcurl -plaintext 127.0.0.1:9094 ")]
    [InlineData("http://[::]:8084", "event_types=")]
    public void Hints_are_lines_to_paste(string address, string expected) =>
        Profiles
            .Hints(Profiles.Find("sse-service")!, address, "http://127.0.0.1:9094")
            .ShouldNotBeNull()
            .ReplaceLineEndings("\n")
            .ShouldContain(expected);

    [Theory]
    [InlineData("curl -N http://127.0.0.1:1/api/v1/stream\n")]
    [InlineData("' http://127.0.0.1:1/falco")]
    public void Hints_of_tfdrift_are_lines_to_paste(string expected) =>
        Profiles
            .Hints(Profiles.Find("tfdrift")!, "http://127.0.0.1:1")
            .ShouldNotBeNull()
            .ReplaceLineEndings("\n")
            .ShouldContain(expected);

    private Task<int> RunAsync(params string[] args) =>
        CommandLine.RunAsync(
            args,
            Components.Catalog,
            new()
            {
                Input = Stream.Null,
                Output = output,
                Error = error,
                Environment = environment,
                Folder = folder.Path,
            }
        );
}
