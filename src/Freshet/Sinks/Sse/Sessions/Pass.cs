using System.Runtime.InteropServices;
using Freshet.Http.Headers;

namespace Freshet.Sinks.Sse.Sessions;

/// <summary>Whether a request may have a stream.</summary>
/// <param name="Verdict">What the rules say of it, or that a session does in their place.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Pass(HeaderVerdict Verdict)
{
    /// <summary>When the session ends that it may have it by; null where its headers open it.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Why a session that it shows does not open it, as a clause; null where it shows none.</summary>
    public string? Remark { get; init; }
}
