using System.Buffers;

namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>
/// Reads bytes as a terminal does (Paul Flo Williams' state machine of the DEC terminals), and keeps what would be printed, with line feeds.
/// </summary>
internal static class AnsiEscapes
{
    public static ReadOnlyMemory<byte> Strip(ReadOnlySpan<byte> text)
    {
        var kept = new ArrayBufferWriter<byte>(Math.Max(1, text.Length));
        var state = State.Text;
        foreach (var c in text)
        {
            if (c == '\n' ? state <= State.Control : state == State.Text && c >= ' ')
            {
                kept.Write([c]);
            }
            state = Next(state, c);
        }
        return kept.WrittenMemory;
    }

    private static State Next(State state, byte c) =>
        c switch
        {
            (byte)'\e' => State.Escape,
            // Cancel and substitute end any sequence.
            0x18 or 0x1A => State.Text,
            _ => state switch
            {
                State.Escape => AfterEscape(c),
                State.Intermediate => c is >= (byte)'0' and <= (byte)'~' ? State.Text : state,
                State.Control => c is >= (byte)'@' and <= (byte)'~' ? State.Text : state,
                State.DeviceHeader => c is >= (byte)'@' and <= (byte)'~' ? State.Device : state,
                State.Device => c == 0x9C ? State.Text : state,
                State.Command => c == '\a' ? State.Text : state,
                _ => State.Text,
            },
        };

    private static State AfterEscape(byte c) =>
        (char)c switch
        {
            '[' => State.Control,
            ']' => State.Command,
            'P' => State.DeviceHeader,
            'X' or '^' or '_' => State.Device,
            >= ' ' and <= '/' => State.Intermediate,
            >= '0' and <= '~' => State.Text,
            _ => State.Escape,
        };

    /// <summary>In the states up to <see cref="Control"/> a line feed is obeyed; in those behind it, it is data.</summary>
    private enum State
    {
        Text,

        /// <summary>Behind ESC.</summary>
        Escape,

        /// <summary>Behind ESC and spaces to slashes: one more character follows.</summary>
        Intermediate,

        /// <summary>Behind <c>ESC [</c>: up to a letter.</summary>
        Control,

        /// <summary>Behind <c>ESC P</c>: up to a letter, whereupon data follow.</summary>
        DeviceHeader,

        /// <summary>Data for a device, or for nobody: up to ESC or the string terminator of 8 bits.</summary>
        Device,

        /// <summary>Behind <c>ESC ]</c>, such as a title or a link: up to BEL or ESC.</summary>
        Command,
    }
}
