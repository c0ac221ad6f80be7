using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal;

/// <summary>Keeps a second process out of a journal's folder: a file, locked as long as this process lives, that says which one it is.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string Name = "lock";

    private readonly SafeFileHandle file;

    private FolderLock(SafeFileHandle file) => this.file = file;

    /// <exception cref="JournalUnavailableException">Another process has it.</exception>
    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, Name);
        SafeFileHandle locked;
        try
        {
            locked = File.OpenHandle(
                path,
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (IOException fault) when (File.Exists(path))
        {
            throw new JournalUnavailableException(
                $"the journal {folder} is in use by {ReadOwner(path)}",
                fault
            );
        }
        try
        {
            var process = Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n");
            RandomAccess.SetLength(locked, process.Length);
            RandomAccess.Write(locked, process, 0);
            return new(locked);
        }
        catch
        {
            // A full disk: who tries again must not find it locked by this try.
            locked.Dispose();
            throw;
        }
    }

    /// <summary>Who has the journal in that folder, such as <c>the process 4711</c>; null where nobody has.</summary>
    public static string? OwnerOf(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            File.OpenHandle(path, share: FileShare.ReadWrite).Dispose();
            return null;
        }
        catch (IOException)
        {
            return ReadOwner(path);
        }
    }

    public void Dispose() => file.Dispose();

    private static string ReadOwner(string path)
    {
        using var readable = NativeFile.OpenToRead(path);
        Span<byte> bytes = stackalloc byte[16];
        var length = readable.IsInvalid ? 0 : RandomAccess.Read(readable, bytes, 0);
        return int.TryParse(bytes[..length], CultureInfo.InvariantCulture, out var process)
            ? $"the process {process}"
            : "another process";
    }
}
