using Freshet.Vrl.Runtime;

namespace Freshet.Cli.Vrl;

/// <summary>Shows what a program logs.</summary>
internal sealed class ConsoleHost(Terminal terminal) : IVrlHost
{
    public void Log(string level, string message) =>
        terminal.Error.WriteLine($"{level}: {message}");
}
