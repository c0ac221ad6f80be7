namespace Freshet.LoadTest.Servers;

/// <summary>How a server is started and talked to.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="PublishPath">Where events are posted.</param>
/// <param name="PublishHeaders">Lines that a POST must have, each with its end.</param>
/// <param name="StreamPath">Where the stream is; empty where there is none.</param>
/// <param name="Filter">The query that filters a stream, to which <c>,TYPE</c> may be added; empty where the server has no filters.</param>
/// <param name="StreamHeaders">Lines that a client sends, each with its end.</param>
internal sealed record Recipe(
    IReadOnlyList<string> Command,
    string PublishPath,
    string PublishHeaders,
    string StreamPath,
    string Filter,
    string StreamHeaders
)
{
    /// <summary>What a client sends to get the stream.</summary>
    /// <param name="types">More types to ask for, each after a comma.</param>
    /// <param name="headers">More lines, each with its end.</param>
    public string StreamRequest(string types = "", string headers = "") =>
        RequestWith($"{Filter}{(Filter.Length > 0 ? types : "")}", headers);

    /// <summary>What a client sends to get the stream with a filter of its own.</summary>
    /// <param name="query">The whole query with its <c>?</c>, or nothing.</param>
    /// <param name="headers">More lines, each with its end.</param>
    public string RequestWith(string query, string headers = "") =>
        $"GET {StreamPath}{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n{StreamHeaders}{headers}\r\n";
}
