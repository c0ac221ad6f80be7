using System.Runtime.InteropServices;

namespace Freshet.Sources.Files;

/// <summary>What a look sees of a file.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Modified">When it was written last: ticks of UTC.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileStamp(long Length, long Modified)
{
    public DateTimeOffset ModifiedAt => new(Modified, TimeSpan.Zero);

    public static FileStamp Of(FileInfo file) => new(file.Length, file.LastWriteTimeUtc.Ticks);
}

/// <summary>A version of a file that was taken.</summary>
/// <param name="Stamp">What it looked like.</param>
/// <param name="Digest">The first half of its content's SHA2-256; 0 where that is not known, and the file is known by its stamp alone.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileVersion(FileStamp Stamp, UInt128 Digest);

/// <summary>A file that a look found.</summary>
/// <param name="Path">Its path below the root, parted by <c>/</c>.</param>
/// <param name="Stamp">What it looks like.</param>
/// <param name="Headers">What the file of its headers looks like; null where there is none, or nobody asks for it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FoundFile(string Path, FileStamp Stamp, FileStamp? Headers = null);
