using System.Collections.Frozen;
using System.Globalization;

namespace Freshet.Vrl.Network.Dns;

/// <summary>The names of the numbers in DNS messages, from IANA's registry of DNS parameters.</summary>
internal static class DnsCodes
{
    public const ushort Ptr = 12;
    public const ushort Opt = 41;
    public const ushort In = 1;

    private static readonly FrozenDictionary<ushort, string> Types = Table(
        "A=1 NS=2 MD=3 MF=4 CNAME=5 SOA=6 MB=7 MG=8 MR=9 NULL=10 WKS=11 PTR=12 HINFO=13 MINFO=14 MX=15 TXT=16 RP=17 AFSDB=18 X25=19 ISDN=20 RT=21 NSAP=22 "
            + "NSAP-PTR=23 SIG=24 KEY=25 PX=26 GPOS=27 AAAA=28 LOC=29 NXT=30 EID=31 NIMLOC=32 SRV=33 ATMA=34 NAPTR=35 KX=36 CERT=37 A6=38 DNAME=39 SINK=40 OPT=41 "
            + "APL=42 DS=43 SSHFP=44 IPSECKEY=45 RRSIG=46 NSEC=47 DNSKEY=48 DHCID=49 NSEC3=50 NSEC3PARAM=51 TLSA=52 SMIMEA=53 HIP=55 NINFO=56 RKEY=57 TALINK=58 "
            + "CDS=59 CDNSKEY=60 OPENPGPKEY=61 CSYNC=62 ZONEMD=63 SVCB=64 HTTPS=65 SPF=99 UINFO=100 UID=101 GID=102 UNSPEC=103 NID=104 L32=105 L64=106 LP=107 "
            + "EUI48=108 EUI64=109 TKEY=249 TSIG=250 IXFR=251 AXFR=252 MAILB=253 MAILA=254 ANY=255 URI=256 CAA=257 AVC=258 DOA=259 TA=32768 DLV=32769"
    );

    private static readonly FrozenDictionary<ushort, string> Classes = Table(
        "IN=1 CH=3 HS=4 NONE=254 *=255"
    );

    private static readonly FrozenDictionary<ushort, string> ResponseCodes = Table(
        "NOERROR=0 FORMERR=1 SERVFAIL=2 NXDOMAIN=3 NOTIMP=4 REFUSED=5 YXDOMAIN=6 YXRRSET=7 NXRRSET=8 NOTAUTH=9 NOTZONE=10"
    );

    /// <summary>The type's name, or <c>TYPE</c> with its number.</summary>
    public static string TypeName(ushort type) => Types.GetValueOrDefault(type, $"TYPE{type}");

    /// <summary>The class's name, or <c>CLASS</c> with its number.</summary>
    public static string ClassName(ushort value) =>
        Classes.GetValueOrDefault(value, $"CLASS{value}");

    /// <summary>The response code's name, or its number.</summary>
    public static string ResponseName(int code) =>
        ResponseCodes.GetValueOrDefault((ushort)code, code.ToString(CultureInfo.InvariantCulture));

    public static bool TryParseType(string text, out ushort type) =>
        TryParse(Types, "TYPE", text, out type);

    public static bool TryParseClass(string text, out ushort value) =>
        TryParse(Classes, "CLASS", text, out value);

    private static bool TryParse(
        FrozenDictionary<ushort, string> names,
        string prefix,
        string text,
        out ushort value
    )
    {
        foreach (var (number, name) in names)
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                value = number;
                return true;
            }
        }
        value = 0;
        return text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && ushort.TryParse(
                text.AsSpan(prefix.Length),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out value
            );
    }

    private static FrozenDictionary<ushort, string> Table(string entries) =>
        entries
            .Split(' ')
            .Select(entry => entry.Split('='))
            .ToFrozenDictionary(
                entry => ushort.Parse(entry[1], CultureInfo.InvariantCulture),
                entry => entry[0]
            );
}
