namespace Freshet.Benchmarks.Journal;

/// <summary>A folder that is gone with the measurement.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("freshet-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
