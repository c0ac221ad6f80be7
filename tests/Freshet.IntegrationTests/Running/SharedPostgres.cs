using Freshet.IntegrationTests.Running;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace Freshet.IntegrationTests.Running;

/// <summary>The one PostgreSQL of all tests that do not break it, started for the first of them. Each test uses a database of its own.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lock gate = new();
    private Task<PostgresServer>? server;

    internal Task<PostgresServer> ServerAsync()
    {
        lock (gate)
        {
            return server ??= PostgresServer.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // One that did not start was told of by the test that asked for it.
        if (server is { IsCompletedSuccessfully: true })
        {
            await (await server).DisposeAsync();
        }
    }
}
