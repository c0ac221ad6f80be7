using System.Buffers.Binary;
using System.Security.Cryptography;
using Freshet.Configuration;
using Freshet.Events.Parsing;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Sources.Files;

/// <summary>Reads files. Each is opened anew, and never kept open, so that it can be renamed and removed.</summary>
/// <param name="options">How.</param>
/// <param name="root">The folder.</param>
internal sealed class FileReading(FilesOptions options, string root)
{
    /// <summary>Reads a file and its headers.</summary>
    public FileContent Read(FoundFile file)
    {
        if (options.Parser != FileParser.Metadata && file.Stamp.Length > options.MaxFileBytes.Bytes)
        {
            return new FileContent.Refused(
                default,
                0,
                $"the file has {file.Stamp.Length} bytes, more than max_file_bytes, {options.MaxFileBytes}"
            );
        }
        try
        {
            return ReadWhole(file);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileContent.Unsettled();
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new FileContent.Unreadable(fault.Message);
        }
    }

    private string FullPathOf(string path) => Path.Combine(root, path);

    private FileContent ReadWhole(FoundFile file)
    {
        using var handle = File.OpenHandle(
            FullPathOf(file.Path),
            share: FileShare.ReadWrite | FileShare.Delete,
            options: FileOptions.SequentialScan
        );
        if (StampOf(handle) != file.Stamp)
        {
            return new FileContent.Unsettled();
        }
        var bytes = Array.Empty<byte>();
        UInt128 digest = 0;
        if (options.Parser != FileParser.Metadata)
        {
            bytes = new byte[file.Stamp.Length];
            var count = 0;
            while (
                count < bytes.Length
                && RandomAccess.Read(handle, bytes.AsSpan(count), count) is > 0 and var read
            )
            {
                count += read;
            }
            if (count < bytes.Length || StampOf(handle) != file.Stamp)
            {
                return new FileContent.Unsettled();
            }
            digest = DigestOf(bytes);
        }
        return TryReadHeaders(file, out var headers, out var reason)
            ? new FileContent.Found(bytes, digest, headers)
            : new FileContent.Refused(bytes, digest, reason);
    }

    private bool TryReadHeaders(
        FoundFile file,
        out Dictionary<string, string> headers,
        out string reason
    )
    {
        (headers, reason) = ([], "");
        if (file.Headers is null)
        {
            return true;
        }
        var name = FileHeaders.PathFor(file.Path);
        if (
            !ConfigurationFile.TryRead(
                FullPathOf(name),
                FileHeaders.LargestFile,
                out var utf8,
                out var fault
            )
        )
        {
            throw new IOException($"{name} {fault}");
        }
        if (!FileHeaders.TryRead(utf8, out headers, out var wrong))
        {
            reason = $"{name}: {wrong}";
            return false;
        }
        return true;
    }

    private static FileStamp StampOf(SafeFileHandle handle) =>
        new(RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle).Ticks);

    /// <summary>Never 0, which stands for none.</summary>
    private static UInt128 DigestOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return UInt128.Max(1, BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}
