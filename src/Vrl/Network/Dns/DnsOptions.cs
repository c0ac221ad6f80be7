using System.Net;

namespace Freshet.Vrl.Network.Dns;

/// <summary>How a DNS query is made.</summary>
internal sealed record DnsOptions
{
    /// <summary>The most attempts that a program may ask for, so that it does not stop its host.</summary>
    public const int MaxAttempts = 10;

    /// <summary>The longest time in seconds that a program may have it wait for each attempt.</summary>
    public const int MaxTimeout = 30;

    /// <summary>Who is asked, one after the other.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>How long each server may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often all servers are asked.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>Whether the servers are to ask others.</summary>
    public bool Recurse { get; init; } = true;

    /// <summary>Whether to ask by TCP from the start.</summary>
    public bool Tcp { get; init; }

    /// <summary>Whether only answers of servers count that are in charge of the name.</summary>
    public bool AuthoritativeOnly { get; init; }

    /// <summary>Whether to begin with another server each time.</summary>
    public bool Rotate { get; init; }
}
