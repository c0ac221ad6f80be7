using System.Runtime.InteropServices;

namespace Freshet.Http.RateLimiting;

/// <summary>What the <see cref="RateLimiter"/> says of a request.</summary>
/// <param name="Wait">How long until one would be let in; zero where this one is.</param>
/// <param name="IsShared">Whether there are too many clients to count this one by itself.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RateLimitVerdict(TimeSpan Wait, bool IsShared = false)
{
    public bool IsAllowed => Wait == TimeSpan.Zero;
}
