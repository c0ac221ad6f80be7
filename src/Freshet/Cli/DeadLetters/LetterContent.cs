using System.Text;
using System.Text.Unicode;
using Freshet.Pipelines.Letters;
using Freshet.Telemetry;

namespace Freshet.Cli.DeadLetters;

/// <summary>Prints what a dead letter holds byte for byte, so that it can be sent again: a message as it came, an event's body.</summary>
internal static class LetterContent
{
    /// <summary>False where nothing was printed, since it would change the screen that it would go to; that is told then.</summary>
    public static bool Write(KeptLetter kept, Terminal terminal)
    {
        var content = kept switch
        {
            KeptMessage { Message: var message } => message.Content,
            KeptEvent { Letter: var letter } => letter.Item.Event.Json,
            _ => throw new ArgumentException("a letter of an unknown kind", nameof(kept)),
        };
        if (terminal.IsScreen && !IsPlain(content.Span))
        {
            terminal.Error.WriteLine(
                "error: the content is no plain text, and would change what the terminal shows"
            );
            terminal.Error.WriteLine(
                "   = help: send it to a file or another program: … > content"
            );
            return false;
        }
        terminal.Output.Flush();
        terminal.OutputBytes.Write(content.Span);
        terminal.OutputBytes.Flush();
        return true;
    }

    /// <summary>Whether it is text in which nothing moves, hides or reorders others.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> content) =>
        Utf8.IsValid(content)
        && Encoding
            .UTF8.GetString(content)
            .EnumerateRunes()
            .All(rune => rune.Value is '\n' or '\t' || LogText.IsPlain(rune));
}
