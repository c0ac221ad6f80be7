using System.Text;
using System.Text.RegularExpressions;
using Freshet.Configuration;
using Freshet.Hosting;
using Freshet.Journal;
using Freshet.Sinks.Sse;
using Freshet.Sinks.Sse.Frames;
using Freshet.Sources.Sse;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Hosting;

public sealed partial class ProfilesTests
{
    [Fact]
    public void Sse_service_is_by_default_what_the_service_is()
    {
        var setup = Read([]);
        setup.Options.Http.Host.ShouldBe("*");
        setup.Options.Http.Port.ShouldBe(8084);
        setup.Options.Http.Cors.AllowedOrigins.ShouldHaveSingleItem().IsAny.ShouldBeTrue();
        setup.Options.Http.Cors.AllowedHeaders.ShouldBe(["Content-Type", "Last-Event-ID"]);
        var events = Events(setup);
        events.Route.ShouldBe("/events");
        events.MaxClients.ShouldBe(1000);
        events.KeepAlive.ShouldBe(TimeSpan.FromSeconds(30));
        events.Buffer.ShouldBe(100);
        events.Replay.ShouldBe(100);
        var grpc = setup.Options.Management.Grpc.ShouldNotBeNull();
        (grpc.Host, grpc.Port).ShouldBe(("127.0.0.1", 9094));
    }

    [Fact]
    public void Sse_service_takes_the_variables_of_the_service()
    {
        var setup = Read(
            new()
            {
                ["HTTP_HOST"] = "127.0.0.1",
                ["HTTP_PORT"] = "1084",
                ["SSE_MAX_CLIENTS"] = "7",
                ["SSE_HEARTBEAT_SECONDS"] = "5",
                ["SSE_EVENT_BUFFER_SIZE"] = "8",
                ["SSE_HISTORY_SIZE"] = "9",
                ["CORS_ALLOWED_ORIGINS"] = "https://app.example.com,https://www.example.com",
                ["CORS_ALLOWED_HEADERS"] = "Content-Type, X-Page",
            }
        );
        setup.Options.Http.Host.ShouldBe("127.0.0.1");
        setup.Options.Http.Port.ShouldBe(1084);
        setup
            .Options.Http.Cors.AllowedOrigins.Select(origin => origin.Value)
            .ShouldBe(["https://app.example.com", "https://www.example.com"]);
        setup.Options.Http.Cors.AllowedHeaders.ShouldBe(["Content-Type", "X-Page"]);
        var events = Events(setup);
        events.MaxClients.ShouldBe(7);
        events.KeepAlive.ShouldBe(TimeSpan.FromSeconds(5));
        events.Buffer.ShouldBe(8);
        events.Replay.ShouldBe(9);
    }

    [Fact]
    public void Example_of_an_environment_file_has_every_variable_of_sse_service_with_its_default()
    {
        var diagnostics = new List<Diagnostic>();
        var example = EnvironmentFile.Read(
            File.ReadAllBytes(Path.Combine(Repository.Root, ".env.example")),
            ".env.example",
            new Dictionary<string, string>(),
            diagnostics
        );
        diagnostics.ShouldBeEmpty();
        var toml = Encoding.UTF8.GetString(Profiles.Find("sse-service")!.Configuration.Utf8.Span);
        var variables = Variable().Matches(toml);
        variables.Count.ShouldBeGreaterThan(10);
        foreach (Match variable in variables)
        {
            var name = variable.Groups["name"].Value;
            example.Keys.ShouldContain(name);
            if (variable.Groups["default"] is { Success: true } text)
            {
                example[name].ShouldBe(text.Value, name);
            }
        }
    }

    [Fact]
    public void Tfdrift_is_by_default_the_stream_of_tfdrift()
    {
        var setup = Read([], "tfdrift");
        setup.Options.Http.Host.ShouldBe("127.0.0.1");
        setup.Options.Http.Port.ShouldBe(8080);
        setup
            .Options.Http.Cors.AllowedOrigins.ShouldHaveSingleItem()
            .Value.ShouldBe("http://localhost:3000");
        setup.Options.Journal.Type.ShouldBe(JournalType.File);
        var stream = Events(setup, "stream");
        stream.Route.ShouldBe("/api/v1/stream");
        stream.EventName.ShouldBe("type");
        stream.Content.ShouldBe(FrameContent.Data);
        stream.Greeting.ShouldNotBeNull().Event.ShouldBe("connected");
    }

    [Fact]
    public void Tfdrift_names_its_variables_with_their_defaults_at_its_top()
    {
        var toml = Encoding.UTF8.GetString(Profiles.Find("tfdrift")!.Configuration.Utf8.Span);
        var top = toml[..toml.IndexOf("[http]", StringComparison.Ordinal)];
        var variables = Variable().Matches(toml);
        variables.Count.ShouldBeGreaterThan(5);
        foreach (Match variable in variables)
        {
            top.ShouldContain($"{variable.Groups["name"]}={variable.Groups["default"]}");
        }
    }

    [Fact]
    public void What_profiles_greet_with_is_no_event_to_who_follows_their_streams()
    {
        var greetings = Profiles
            .All.Where(profile => profile.Name != "cdviz-collector")
            .SelectMany(profile => Read([], profile.Name).Blueprint.Sinks)
            .Select(plan => (plan.Options as SseOptions)?.Greeting?.Event)
            .OfType<string>()
            .ToList();
        greetings.Count.ShouldBe(2);
        greetings.ShouldBeSubsetOf(new SseSourceOptions().IgnoreEvents);
    }

    private static Setup Read(
        Dictionary<string, string> environment,
        string profile = "sse-service"
    )
    {
        var setup = Setup.Read(
            new() { Base = Profiles.Find(profile)!.Configuration, Environment = environment },
            Components.Catalog
        );
        setup.Diagnostics.ShouldBeEmpty();
        return setup;
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)(:-(?<default>[^}]*))?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    private static SseOptions Events(Setup setup, string sink = "events") =>
        setup
            .Blueprint.Sinks.Single(plan => plan.Name == sink)
            .Options.ShouldBeOfType<SseOptions>();
}
