using System.Text;

namespace Freshet.Chaos.Reading;

/// <summary>Adds to a diary; each line is with the system before the call returns, so that it outlives the process.</summary>
internal sealed class DiaryWriter : IDisposable
{
    private readonly TimeProvider time;
    private readonly FileStream file;
    private readonly Lock gate = new();

    public DiaryWriter(string path, TimeProvider time)
    {
        this.time = time;
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        file = new FileStream(path, options);
        if (file.Position > 0)
        {
            // Its last line may have been cut off.
            file.Write("\n"u8);
        }
    }

    public void Write(SightingKind kind, string text, string digest = "") =>
        Append(new Sighting(time.GetUtcNow(), kind, digest, text).ToLine());

    /// <summary>Writes them in one go; once this returns, they outlive the machine too.</summary>
    public void Keep(IEnumerable<string> digests)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            Append(
                string.Concat(
                    digests.Select(digest =>
                        new Sighting(now, SightingKind.Event, digest, "").ToLine()
                    )
                )
            );
            file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => file.Dispose();

    private void Append(string lines)
    {
        lock (gate)
        {
            file.Write(Encoding.UTF8.GetBytes(lines));
        }
    }
}
