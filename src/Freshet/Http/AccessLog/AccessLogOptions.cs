namespace Freshet.Http.AccessLog;

/// <summary>
/// <c>[http.access_log]</c>: a line of the log for each request, with the client's address, the method, the path, the status and the time that it took; never
/// the query or a header, where secrets may stand. A stream over HTTP/1 is logged when it begins, any other request when it is answered. The category is
/// <c>Freshet.Http.AccessLog</c>, the level <c>info</c>.
/// </summary>
internal sealed class AccessLogOptions
{
    /// <summary>
    /// Which requests are logged, by the status of the answer: a class such as <c>"5xx"</c>, a status such as <c>"404"</c>, or <c>"all"</c>. None by default: at
    /// thousands of events a second the log would be most of the work, and what is refused the log says anyway, with the reason.
    /// </summary>
    public List<StatusPattern> Filter { get; set; } = [];
}
