using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Freshet.Vrl.Network.Dns;

/// <summary>Asks DNS servers, by UDP, and by TCP where an answer does not fit. It blocks: programs wait for what they ask.</summary>
internal static class DnsClient
{
    private const int HeaderLength = 12;

    /// <summary>What fits into a packet on any way (DNS Flag Day 2020).</summary>
    private const int UdpPayload = 1232;

    private static int turn;

    /// <summary>Asks for records.</summary>
    /// <param name="name">The name, by <see cref="DnsName"/>.</param>
    /// <param name="type">The records' type.</param>
    /// <param name="class">The records' class.</param>
    /// <param name="options">Whom to ask, and how.</param>
    /// <param name="answer">The first answer, whatever it says.</param>
    /// <param name="error">Why there is none; empty if there is one.</param>
    public static bool TryQuery(
        byte[] name,
        ushort type,
        ushort @class,
        DnsOptions options,
        [NotNullWhen(true)] out DnsMessage? answer,
        out string error
    )
    {
        answer = null;
        error = "no name servers";
        var first = options.Rotate ? Interlocked.Increment(ref turn) & int.MaxValue : 0;
        for (var attempt = 0; attempt < options.Attempts; attempt++)
        {
            for (var i = 0; i < options.Servers.Count; i++)
            {
                var server = options.Servers[(first + i) % options.Servers.Count];
                var query = Query(name, type, @class, options.Recurse);
                try
                {
                    answer = options.Tcp
                        ? AskByTcp(query, server, options.Timeout)
                        : AskByUdp(query, server, options);
                    if (answer is { IsTruncated: true } && !options.Tcp)
                    {
                        answer = AskByTcp(query, server, options.Timeout) ?? answer;
                    }
                }
                catch (SocketException fault)
                {
                    error = fault.SocketErrorCode switch
                    {
                        SocketError.TimedOut or SocketError.WouldBlock => "timed out",
                        SocketError.ConnectionRefused => "connection refused",
                        _ => fault.Message,
                    };
                    answer = null;
                    continue;
                }
                if (answer is null)
                {
                    error = "the answer is malformed";
                }
                else if (options.AuthoritativeOnly && !answer.IsAuthoritative)
                {
                    error = "the answer is not authoritative";
                    answer = null;
                }
                else
                {
                    error = "";
                    return true;
                }
            }
        }
        return false;
    }

    private static byte[] Query(byte[] name, ushort type, ushort @class, bool recurse)
    {
        var query = new byte[HeaderLength + name.Length + 4 + 11];
        BinaryPrimitives.WriteUInt16BigEndian(
            query,
            (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1)
        );
        query[2] = (byte)(recurse ? 1 : 0);
        query[5] = 1;
        query[11] = 1;
        name.CopyTo(query, HeaderLength);
        var rest = query.AsSpan(HeaderLength + name.Length);
        BinaryPrimitives.WriteUInt16BigEndian(rest, type);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], @class);
        // EDNS (RFC 6891): the root's name, which says how large an answer may be.
        BinaryPrimitives.WriteUInt16BigEndian(rest[5..], DnsCodes.Opt);
        BinaryPrimitives.WriteUInt16BigEndian(rest[7..], UdpPayload);
        return query;
    }

    private static DnsMessage? AskByUdp(byte[] query, IPEndPoint server, DnsOptions options)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // A connected socket takes packets of this server alone, and learns that nobody listens.
        socket.Connect(server);
        socket.Send(query);
        var buffer = new byte[ushort.MaxValue];
        var clock = Stopwatch.StartNew();
        while (true)
        {
            socket.ReceiveTimeout = Remaining(clock, options.Timeout);
            var length = socket.Receive(buffer);
            if (Answers(query, buffer.AsSpan(0, length)))
            {
                return DnsReader.TryRead(buffer.AsSpan(0, length), out var answer) ? answer : null;
            }
        }
    }

    private static DnsMessage? AskByTcp(byte[] query, IPEndPoint server, TimeSpan timeout)
    {
        var clock = Stopwatch.StartNew();
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        Connect(socket, server, timeout);
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)query.Length);
        socket.SendTimeout = Remaining(clock, timeout);
        socket.Send([.. length, .. query]);
        if (!Receive(socket, length, clock, timeout))
        {
            return null;
        }
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        return
            Receive(socket, message, clock, timeout)
            && Answers(query, message)
            && DnsReader.TryRead(message, out var answer)
            ? answer
            : null;
    }

    private static void Connect(Socket socket, IPEndPoint server, TimeSpan timeout)
    {
        socket.Blocking = false;
        try
        {
            socket.Connect(server);
        }
        // It goes on by itself; how it ended is asked below.
        catch (SocketException fault)
            when (fault.SocketErrorCode
                    is SocketError.WouldBlock
                        or SocketError.InProgress
                        or SocketError.AlreadyInProgress
            )
        {
            if (!socket.Poll(timeout, SelectMode.SelectWrite))
            {
                throw new SocketException((int)SocketError.TimedOut);
            }
        }
        var error = socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error);
        if (error is int and not 0)
        {
            throw new SocketException((int)SocketError.ConnectionRefused);
        }
        socket.Blocking = true;
    }

    /// <summary>Fills the buffer; false where the server ends before.</summary>
    private static bool Receive(Socket socket, byte[] buffer, Stopwatch clock, TimeSpan timeout)
    {
        for (var done = 0; done < buffer.Length; )
        {
            socket.ReceiveTimeout = Remaining(clock, timeout);
            var length = socket.Receive(buffer.AsSpan(done));
            if (length == 0)
            {
                return false;
            }
            done += length;
        }
        return true;
    }

    /// <summary>Whether the message is an answer to just this query: anybody may send packets.</summary>
    private static bool Answers(ReadOnlySpan<byte> query, ReadOnlySpan<byte> message)
    {
        // The question, between the header and the EDNS record, comes back as it was, but perhaps for case.
        var question = query[HeaderLength..^11];
        return message.Length >= HeaderLength
            && message[..2].SequenceEqual(query[..2])
            && (message[2] & 0x80) != 0
            // Errors may come without the question.
            && (
                BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 0
                || (
                    message.Length >= HeaderLength + question.Length
                    && IsSame(message.Slice(HeaderLength, question.Length), question)
                )
            );
    }

    /// <summary>Whether both are the same but for the case of letters of ASCII.</summary>
    private static bool IsSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (
                left[i] != right[i]
                && !(char.IsAsciiLetter((char)left[i]) && (left[i] ^ right[i]) == 0x20)
            )
            {
                return false;
            }
        }
        return true;
    }

    private static int Remaining(Stopwatch clock, TimeSpan timeout)
    {
        var left = (timeout - clock.Elapsed).TotalMilliseconds;
        return left >= 1 ? (int)left : throw new SocketException((int)SocketError.TimedOut);
    }
}
