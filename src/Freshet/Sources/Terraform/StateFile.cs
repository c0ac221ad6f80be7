using Freshet.Configuration;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Sources.Terraform;

/// <summary>A state in a file. It is opened anew for each look, so that links, renames and removals are what they are by then.</summary>
internal sealed class StateFile(string path, ByteSize maxBytes, TimeProvider time) : IStatePlace
{
    /// <summary>A file that was written so shortly before it was read may be written again without another time or length.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private (long Length, DateTime Written)? seen;

    public string Shown => path;

    public void Forget() => seen = null;

    public async Task<StateContent> LookAsync(CancellationToken cancellation)
    {
        try
        {
            // Renaming and removing must remain possible meanwhile.
            using var file = File.OpenHandle(
                path,
                share: FileShare.ReadWrite | FileShare.Delete,
                options: FileOptions.Asynchronous | FileOptions.SequentialScan
            );
            return await ReadAsync(file, cancellation);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            Forget();
            return new StateContent.Absent();
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Forget();
            return new StateContent.Failed(fault.Message);
        }
    }

    private async Task<StateContent> ReadAsync(SafeFileHandle file, CancellationToken cancellation)
    {
        var (length, written) = (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
        if (seen == (length, written))
        {
            return new StateContent.Unchanged();
        }
        Forget();
        if (length > maxBytes.Bytes)
        {
            return new StateContent.Failed($"it is larger than max_bytes, {maxBytes}");
        }
        if (length == 0)
        {
            // Terraform locks a state that way before it writes the first.
            return new StateContent.Absent();
        }
        var text = new byte[length];
        var count = 0;
        while (
            count < text.Length
            && await RandomAccess.ReadAsync(file, text.AsMemory(count), count, cancellation)
                is > 0
                    and var read
        )
        {
            count += read;
        }
        if (time.GetUtcNow().UtcDateTime - written > Settling)
        {
            seen = (length, written);
        }
        return new StateContent.Found(text.AsMemory(0, count));
    }
}
