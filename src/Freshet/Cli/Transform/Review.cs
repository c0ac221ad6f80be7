using System.Text;

namespace Freshet.Cli.Transform;

/// <summary>Asks the person at the terminal about each difference.</summary>
internal sealed class Review(Terminal terminal) : IDisposable
{
    private readonly StreamReader answers = new(terminal.Input, Encoding.UTF8, leaveOpen: true);
    private bool takesAll;
    private bool isOver;

    /// <summary>Whether the difference is accepted. Who ends the input, or quits, accepts no more.</summary>
    public bool Accepts(GoldenDifference difference)
    {
        while (!takesAll && !isOver)
        {
            terminal.Output.Write($"  {Question(difference)} [y]es, [n]o, [a]ll, [q]uit: ");
            terminal.Output.Flush();
            switch (answers.ReadLine()?.Trim().ToLowerInvariant())
            {
                case "y" or "yes":
                    return true;
                case "n" or "no":
                    return false;
                case "a" or "all":
                    takesAll = true;
                    break;
                case null or "q" or "quit":
                    isOver = true;
                    break;
            }
        }
        return takesAll;
    }

    public void Dispose() => answers.Dispose();

    private static string Question(GoldenDifference difference) =>
        difference switch
        {
            { Actual: null } => "Remove the golden file?",
            { Expected: null } => "Add it as a golden file?",
            _ => "Take the new one?",
        };
}
