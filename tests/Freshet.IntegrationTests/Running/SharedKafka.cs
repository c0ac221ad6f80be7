using Freshet.IntegrationTests.Running;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedKafka))]

namespace Freshet.IntegrationTests.Running;

/// <summary>The one broker of all tests that do not break it, started for the first of them. Each test uses topics and groups of its own.</summary>
public sealed class SharedKafka : IAsyncDisposable
{
    private readonly Lock gate = new();
    private Task<KafkaBroker>? broker;

    internal Task<KafkaBroker> BrokerAsync()
    {
        lock (gate)
        {
            return broker ??= KafkaBroker.StartAsync();
        }
    }

    /// <summary>A name that no other test has.</summary>
    internal static string NewName(string prefix) => $"{prefix}-{Guid.NewGuid():N}";

    public async ValueTask DisposeAsync()
    {
        // One that did not start was told of by the test that asked for it.
        if (broker is { IsCompletedSuccessfully: true })
        {
            await (await broker).DisposeAsync();
        }
    }
}
