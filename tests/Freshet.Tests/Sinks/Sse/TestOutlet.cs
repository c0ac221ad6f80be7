using System.Buffers;
using System.Text;
using Freshet.Http.Detaching;
using Freshet.Sinks.Sse.Pumping;

namespace Freshet.Tests.Sinks.Sse;

/// <summary>A client that a test decides for: how much it takes, and when.</summary>
internal sealed class TestOutlet(bool chunked = false) : Outlet
{
    private readonly ArrayBufferWriter<byte> received = new();
    private Subscriber? subscriber;
    private ReadOnlyMemory<byte>? rest;

    /// <summary>How many bytes it takes before it is full.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Whether it has something to accept.</summary>
    public bool IsFull => rest is not null;

    /// <summary>Whether sending fails.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Whether it keeps what it is sent.</summary>
    public bool IsKeeping { get; set; } = true;

    /// <summary>How it goes.</summary>
    public Departure How { get; set; }

    public int Sends { get; private set; }

    /// <summary>Called once, in the midst of the next send.</summary>
    public Action? Meanwhile { get; set; }

    public bool IsClosed { get; private set; }

    public bool IsAborted { get; private set; }

    public string Received => Encoding.UTF8.GetString(received.WrittenSpan);

    public override bool IsChunked => chunked;

    public override Departure Departure => How;

    public override ReadOnlyMemory<byte> Ending => chunked ? "0\r\n\r\n"u8.ToArray() : default;

    public override void Begin(Subscriber subscriber) => this.subscriber = subscriber;

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        if (IsBroken)
        {
            return -1;
        }
        if (rest is not null || IsClosed || IsAborted)
        {
            throw new InvalidOperationException("It was not to be sent to.");
        }
        Sends++;
        var meanwhile = Meanwhile;
        Meanwhile = null;
        meanwhile?.Invoke();
        var taken = Math.Min(Room, bytes.Length);
        Room -= Room == int.MaxValue ? 0 : taken;
        if (IsKeeping)
        {
            received.Write(bytes[..taken]);
        }
        return taken;
    }

    public override void SendLater(ReadOnlyMemory<byte> rest) => this.rest = rest;

    public override void Close() => IsClosed = true;

    public override void Abort() => IsAborted = true;

    /// <summary>Takes what it was full for, and has that much room from then on.</summary>
    public void Accept(int room = int.MaxValue)
    {
        received.Write(rest!.Value.Span);
        (rest, Room) = (null, room);
        subscriber!.Sent();
    }

    /// <summary>Closes its side.</summary>
    public void Leave() => subscriber!.Left();
}
