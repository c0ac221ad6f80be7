namespace Freshet.Chaos.Running;

/// <summary>What the two servers are told.</summary>
internal static class Configurations
{
    /// <summary>The first: it takes events in, streams them, and delivers them.</summary>
    public static string Origin(int port, string journal, int receiver) =>
        $"""
            [http]
            host = "127.0.0.1"
            port = {port}

            [journal]
            type = "file"
            path = "{journal}"

            [journal.retention]
            max_bytes = "16GiB"

            [sources.in.extractor]
            type = "webhook"
            id = "in"

            {Stream}
            [sinks.forward]
            type = "http"
            destination = "http://127.0.0.1:{receiver}/"
            content = "batch"
            start = "oldest"

            """;

    /// <summary>The second: it follows the stream of the first.</summary>
    public static string Follower(int port, string journal, int origin) =>
        $"""
            [http]
            host = "127.0.0.1"
            port = {port}

            [journal]
            type = "file"
            path = "{journal}"

            [journal.retention]
            max_bytes = "16GiB"

            [sources.link.extractor]
            type = "sse"
            url = "http://127.0.0.1:{origin}/sse/out"
            start = "oldest"
            idle_timeout = "5s"
            retry = "100ms"
            retry_limit = "1s"

            {Stream}
            """;

    // A small buffer, so that slow clients are served from the journal.
    private const string Stream = """
        [sinks.out]
        type = "sse"
        id = "out"
        keep_alive = "1s"
        retry = "100ms"
        write_timeout = "10s"
        buffer = 100
        on_lag = "replay"
        replay_limit = 1000000

        """;
}
