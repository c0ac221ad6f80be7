using Freshet.Events;

namespace Freshet.Sinks.Sse.Greetings;

/// <summary>Tells a client when to come back once its connection is over.</summary>
internal static class ComeBack
{
    /// <summary>After that time, and up to a half more, which is another for each client: so they do not come back all at once.</summary>
    public static WireFrame After(TimeSpan retry) =>
        SseFrame.Retry(retry * (1 + (Random.Shared.NextDouble() / 2)));
}
