namespace Freshet.Vrl.Runtime;

/// <summary>What a program may ask of whoever runs it.</summary>
public interface IVrlHost
{
    /// <summary>Takes an entry of the function <c>log</c>.</summary>
    void Log(string level, string message);
}

/// <summary>A host that drops what programs log.</summary>
internal sealed class SilentHost : IVrlHost
{
    public static SilentHost Instance { get; } = new();

    public void Log(string level, string message) { }
}
