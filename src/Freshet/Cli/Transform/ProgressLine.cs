namespace Freshet.Cli.Transform;

/// <summary>One line of a terminal that says how far a command is; nothing elsewhere.</summary>
internal sealed class ProgressLine(Terminal terminal)
{
    private const int Widest = 72;
    private const string Erase = "\r\u001b[K";

    private readonly bool isShown = terminal.IsInteractive;

    /// <param name="done">How many are done.</param>
    /// <param name="all">How many there are.</param>
    /// <param name="name">The one that is worked on, fit for a terminal.</param>
    public void Show(int done, int all, string name)
    {
        if (isShown)
        {
            var text = $"{done}/{all} {name}";
            terminal.Error.Write(Erase + (text.Length > Widest ? text[..Widest] + "…" : text));
        }
    }

    public void Clear()
    {
        if (isShown)
        {
            terminal.Error.Write(Erase);
        }
    }
}
