namespace Freshet.Chaos.Running;

/// <summary>One server, the disk that its journal is on, and where it answers.</summary>
internal sealed record Node(Service Service, SmallDisk Disk, int Port)
{
    public Uri Health => new($"http://127.0.0.1:{Port}/health");

    /// <summary>Its stream, for a client that wants everything since the journal began.</summary>
    public Uri Stream => StreamAt(Port);

    /// <summary>The same by way of another port.</summary>
    public static Uri StreamAt(int port) =>
        new($"http://127.0.0.1:{port}/sse/out?since=1970-01-01T00:00:00Z");
}
