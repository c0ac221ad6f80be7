using System.ComponentModel;

namespace Freshet.Chaos.Running;

/// <summary>A folder on a file system of its own, in memory, that can be filled to the last page.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string ballast;
    private bool isMounted;

    private SmallDisk(string folder)
    {
        Folder = folder;
        ballast = Path.Combine(folder, "ballast");
    }

    public string Folder { get; }

    /// <summary>Why it cannot be filled; null where it can.</summary>
    public string? Shortcoming { get; private set; }

    /// <summary>Makes it; where nothing may be mounted, it is a plain folder that says so.</summary>
    public static SmallDisk Create(string folder, long bytes)
    {
        Directory.CreateDirectory(folder);
        var disk = new SmallDisk(folder);
        try
        {
            SystemCalls.MountMemory(folder, bytes);
            disk.isMounted = true;
        }
        catch (Win32Exception fault)
        {
            disk.Shortcoming = $"no small disk can be mounted here: {fault.Message}";
        }
        return disk;
    }

    /// <summary>Takes all that is free.</summary>
    public void Fill()
    {
        using var file = new FileStream(
            ballast,
            new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                BufferSize = 0,
            }
        );
        file.Seek(0, SeekOrigin.End);
        var block = new byte[1 << 20];
        for (var size = block.Length; size > 0; )
        {
            try
            {
                file.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public void Free() => File.Delete(ballast);

    /// <summary>Copies what it holds, without the ballast.</summary>
    public void CopyTo(string target)
    {
        if (!isMounted)
        {
            return;
        }
        foreach (var path in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            if (path != ballast)
            {
                var copy = Path.Combine(target, Path.GetRelativePath(Folder, path));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(path, copy, overwrite: true);
            }
        }
    }

    public void Dispose()
    {
        if (isMounted)
        {
            isMounted = false;
            SystemCalls.Unmount(Folder);
        }
    }
}
