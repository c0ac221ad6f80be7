namespace Freshet.LoadTest.Clients;

/// <summary>Finds events and notices in the body of a stream, which comes in pieces that may end anywhere.</summary>
internal sealed class EventFinder(IStreamListener listener) : IFinder
{
    private const int NotInMarker = -1;

    // A marker of which the last piece had the beginning: how many of its digits, and what they say.
    private int digits = NotInMarker;
    private long partial;

    // How much of a notice the last piece ended with.
    private int noticed;

    private static ReadOnlySpan<byte> Notice => "event: error"u8;

    public void Find(ReadOnlySpan<byte> piece)
    {
        FindNotices(piece);
        if (digits != NotInMarker)
        {
            piece = piece[Continue(piece)..];
        }
        while (true)
        {
            var at = piece.IndexOf(EventMarker.Begin);
            if (at < 0)
            {
                return;
            }
            piece = piece[(at + 1)..];
            if (piece.Length <= EventMarker.Digits)
            {
                digits = 0;
                partial = 0;
                piece = piece[Continue(piece)..];
                continue;
            }
            if (piece[EventMarker.Digits] != EventMarker.End)
            {
                continue;
            }
            var number = EventMarker.ReadNumber(piece);
            if (number >= 0)
            {
                listener.EventSeen(number);
                piece = piece[EventMarker.Digits..];
            }
        }
    }

    /// <summary>Goes on with a marker, byte by byte; how many bytes were of it.</summary>
    private int Continue(ReadOnlySpan<byte> piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            var read = piece[i];
            if (digits == EventMarker.Digits)
            {
                digits = NotInMarker;
                if (read == EventMarker.End)
                {
                    listener.EventSeen(partial);
                }
                return i;
            }
            if (!char.IsAsciiDigit((char)read))
            {
                digits = NotInMarker;
                return i;
            }
            partial = partial * 10 + (read - '0');
            digits++;
        }
        return piece.Length;
    }

    private void FindNotices(ReadOnlySpan<byte> piece)
    {
        if (noticed > 0)
        {
            piece = piece[FindNoticeAcross(piece)..];
        }
        for (int at; (at = piece.IndexOf(Notice)) >= 0; piece = piece[(at + Notice.Length)..])
        {
            listener.NoticeSeen();
        }
        noticed = Math.Max(noticed, BeginningAtEnd(piece));
    }

    /// <summary>Looks where the last piece and this one meet; how much of this one has been dealt with.</summary>
    private int FindNoticeAcross(ReadOnlySpan<byte> piece)
    {
        Span<byte> seam = stackalloc byte[2 * Notice.Length];
        var length = Math.Min(piece.Length, Notice.Length - 1);
        Notice[..noticed].CopyTo(seam);
        piece[..length].CopyTo(seam[noticed..]);
        seam = seam[..(noticed + length)];
        var at = seam.IndexOf(Notice);
        if (at >= 0)
        {
            listener.NoticeSeen();
            var taken = at + Notice.Length - noticed;
            noticed = 0;
            return taken;
        }
        // A short piece may leave the beginning that there was still open.
        noticed = length < Notice.Length - 1 ? BeginningAtEnd(seam) : 0;
        return 0;
    }

    /// <summary>How much of a notice the text ends with, short of all of it.</summary>
    private static int BeginningAtEnd(ReadOnlySpan<byte> text)
    {
        var end = text[^Math.Min(Notice.Length - 1, text.Length)..];
        for (int at; (at = end.IndexOf(Notice[0])) >= 0; end = end[1..])
        {
            end = end[at..];
            if (Notice.StartsWith(end))
            {
                return end.Length;
            }
        }
        return 0;
    }
}
