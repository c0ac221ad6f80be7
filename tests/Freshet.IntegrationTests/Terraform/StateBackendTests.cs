using System.Collections.Concurrent;
using Freshet.IntegrationTests.Http;
using Freshet.IntegrationTests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Terraform;

/// <summary>States behind a real HTTP server.</summary>
public sealed class StateBackendTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string? Tag, int Status)> answers = new();
    private volatile string? state;
    private volatile int status;
    private TestServer backend = null!;

    public async ValueTask InitializeAsync() =>
        backend = await TestServer.StartAsync(app => app.MapGet("/network", AnswerAsync));

    public ValueTask DisposeAsync() => backend.DisposeAsync();

    [Fact]
    public async Task A_state_is_followed_and_asked_for_only_when_it_has_changed()
    {
        await using var server = await StateServer.StartAsync(Place("right-token"));
        await Answered(404);
        server.Trouble.ShouldBeNull();

        state = Network.Seven;
        await server.Begins(7);
        await Answered(304);
        state = Network.Eight;
        await server.Journal.HoldsAsync(4);

        server.Told.ShouldBe(Network.Changes);
        answers.Count(answer => answer.Status == 200).ShouldBe(2);
        server.Count("Warning").ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_fails_is_one_warning_and_a_trouble_until_it_answers_again()
    {
        state = Network.Seven;
        await using var server = await StateServer.StartAsync(Place("right-token"));
        await server.Begins(7);

        status = 500;
        await Eventually.Holds(() => server.Trouble?.Contains("500") == true);
        await Eventually.Holds(() => answers.Count(answer => answer.Status == 500) > 2);
        (state, status) = (Network.Eight, 0);
        await server.Journal.HoldsAsync(4);

        await Eventually.Holds(() => server.Trouble is null);
        server.Count("Warning").ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_token_is_told_and_not_shown()
    {
        state = Network.Seven;
        await using var server = await StateServer.StartAsync(Place("wrong-token"));

        await server.Log.Shows("Warning", "the server answered 401");

        await Eventually.Holds(() => server.Trouble?.Contains("401") == true);
        server.Log.Text.ShouldNotContain("wrong-token");
    }

    [Fact]
    public async Task A_body_that_is_cut_off_is_asked_for_again()
    {
        state = Network.Seven;
        await using var server = await StateServer.StartAsync(Place("right-token"));
        await server.Begins(7);

        state = Network.Eight[..2000];
        await Eventually.Holds(() => answers.Count(answer => answer.Status == 200) > 2);
        state = Network.Eight;

        await server.Journal.HoldsAsync(4);
        server.Told.ShouldBe(Network.Changes);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        status = 302;
        await using var server = await StateServer.StartAsync(Place("right-token"));

        await server.Log.Shows("Warning", "the server answered 302");
    }

    private string Place(string token) =>
        $$"""
            url = "{{new Uri(backend.Address, "/network")}}?secret=1"
            headers = { Authorization = { type = "static", value = "{{token}}", prefix = "Bearer " } }
            """;

    private Task Answered(int wanted) =>
        Eventually.Holds(() => answers.Any(answer => answer.Status == wanted));

    private async Task AnswerAsync(HttpContext http)
    {
        var text = state;
        var tag = text is null ? null : $"\"{text.GetHashCode(StringComparison.Ordinal):x}\"";
        var asked = (string?)http.Request.Headers.IfNoneMatch;
        http.Response.StatusCode =
            status != 0 ? status
            : http.Request.Headers.Authorization != "Bearer right-token" ? 401
            : text is null ? 404
            : asked == tag ? 304
            : 200;
        answers.Enqueue((asked, http.Response.StatusCode));
        if (http.Response.StatusCode == 200)
        {
            http.Response.Headers.ETag = tag;
            await http.Response.WriteAsync(text!);
        }
    }
}
