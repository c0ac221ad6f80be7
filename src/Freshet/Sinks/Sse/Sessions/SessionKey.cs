using System.Security.Cryptography;
using Freshet.Journal;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sinks.Sse.Sessions;

/// <summary>
/// The secret that the sessions of an endpoint are signed with: 32 random bytes, in a file that its owner alone may read, beside a journal in files. So sessions
/// outlast a restart, and end where the file is removed.
/// </summary>
internal static partial class SessionKey
{
    /// <summary>In bytes: as many as the hash has, which is what RFC 2104, section 3, asks for.</summary>
    public const int Length = 32;

    /// <summary>The file of the sink of that name, null without a folder; other names never share it.</summary>
    public static string? PathOf(string? folder, string sink) =>
        KeptPlace.PathOf(folder, "sessions", sink, ".key");

    /// <summary>The key of the file, or a new one, which is put there. Where it cannot be kept, sessions end with the process, and the log says why.</summary>
    /// <param name="path">The file; null to keep nothing.</param>
    /// <param name="logger">Told of what cannot be read or written.</param>
    public static byte[] Open(string? path, ILogger logger)
    {
        if (path is null)
        {
            return RandomNumberGenerator.GetBytes(Length);
        }
        try
        {
            if (Read(path) is { } kept)
            {
                return kept;
            }
            if (File.Exists(path))
            {
                Broken(logger, path);
            }
            var key = RandomNumberGenerator.GetBytes(Length);
            DurableFile.Write(path, key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return key;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            NotKept(logger, path, fault.Message);
            return RandomNumberGenerator.GetBytes(Length);
        }
    }

    private static byte[]? Read(string path) =>
        new FileInfo(path) is { Exists: true, Length: Length } ? File.ReadAllBytes(path) : null;

    [LoggerMessage(
        LogLevel.Warning,
        "{Path} holds no key of sessions: a new one takes its place, and all sessions have ended"
    )]
    private static partial void Broken(ILogger logger, string path);

    [LoggerMessage(
        LogLevel.Warning,
        "{Path}, the key of sessions, cannot be kept, so they end when the server stops: {Reason}"
    )]
    private static partial void NotKept(ILogger logger, string path, string reason);
}
