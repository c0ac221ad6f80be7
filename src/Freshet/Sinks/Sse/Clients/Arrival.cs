using System.Net;
using System.Runtime.InteropServices;

namespace Freshet.Sinks.Sse.Clients;

/// <summary>Who came, and when.</summary>
/// <param name="Id">A UUID of version 7.</param>
/// <param name="Peer">Where the connection comes from.</param>
/// <param name="UserAgent">What the client calls itself; see <see cref="UserAgents"/>.</param>
/// <param name="At">When it was let in.</param>
/// <param name="Timestamp">The same, by <see cref="TimeProvider.GetTimestamp"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Arrival(
    Guid Id,
    IPEndPoint Peer,
    string UserAgent,
    DateTimeOffset At,
    long Timestamp
);
