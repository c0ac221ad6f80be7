namespace Freshet.Vrl.Network.Dns;

/// <summary>An answer of a DNS server (RFC 1035, section 4.1).</summary>
/// <param name="Id">The query's number.</param>
/// <param name="Flags">The second word of the header.</param>
/// <param name="Counts">How many records each section says that it has: question, answer, authority, additional.</param>
internal sealed record DnsMessage(
    ushort Id,
    ushort Flags,
    IReadOnlyList<ushort> Counts,
    IReadOnlyList<DnsQuestion> Questions,
    IReadOnlyList<DnsRecord> Answers,
    IReadOnlyList<DnsRecord> Authority,
    IReadOnlyList<DnsRecord> Additional
)
{
    public bool IsResponse => (Flags & 0x8000) != 0;
    public int Operation => (Flags >> 11) & 15;
    public bool IsAuthoritative => (Flags & 0x0400) != 0;
    public bool IsTruncated => (Flags & 0x0200) != 0;
    public bool WantsRecursion => (Flags & 0x0100) != 0;
    public bool HasRecursion => (Flags & 0x0080) != 0;
    public bool IsAuthentic => (Flags & 0x0020) != 0;
    public bool IsCheckingDisabled => (Flags & 0x0010) != 0;
    public int ResponseCode => Flags & 15;
}

/// <summary>What was asked. The name has no dot at its end; the root is empty.</summary>
internal sealed record DnsQuestion(string Name, ushort Type, ushort Class);

/// <summary>A resource record.</summary>
/// <param name="Data">Its data as in files of zones: <c>10 mail.example.org.</c></param>
internal sealed record DnsRecord(
    string Name,
    ushort Type,
    ushort Class,
    uint TimeToLive,
    string Data
);
