namespace Freshet.LoadTest.Servers;

/// <summary>A broadcaster in plain C and nothing else: bench/Broadcaster.</summary>
/// <param name="inBatches">Whether all that is pending for a client leaves in one send.</param>
internal sealed class BroadcasterServer(bool inBatches) : IContender
{
    public string Name => inBatches ? "c-batch" : "c";

    public Recipe Prepare(string folder, int port) =>
        new(
            [
                Programs.Find("LOAD_BROADCASTER"),
                "--port",
                $"{port}",
                "--mode",
                inBatches ? "batch" : "plain",
            ],
            "/publish",
            "",
            "/stream",
            "",
            ""
        );
}
