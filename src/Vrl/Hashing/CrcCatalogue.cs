using System.Collections.Frozen;
using System.Globalization;

namespace Freshet.Vrl.Hashing;

/// <summary>The algorithms of the catalogue of parametrised CRC algorithms (reveng.sourceforge.io), by the names that the language gives them.</summary>
internal static class CrcCatalogue
{
    /// <summary>A line each: name, width, polynomial, first value, which of input and output are reflected, and what the result is combined with.</summary>
    private const string Lines = """
        CRC_3_GSM 3 3 0 none 7
        CRC_3_ROHC 3 3 7 both 0
        CRC_4_G_704 4 3 0 both 0
        CRC_4_INTERLAKEN 4 3 f none f
        CRC_5_EPC_C1G2 5 9 9 none 0
        CRC_5_G_704 5 15 0 both 0
        CRC_5_USB 5 5 1f both 1f
        CRC_6_CDMA2000_A 6 27 3f none 0
        CRC_6_CDMA2000_B 6 7 3f none 0
        CRC_6_DARC 6 19 0 both 0
        CRC_6_GSM 6 2f 0 none 3f
        CRC_6_G_704 6 3 0 both 0
        CRC_7_MMC 7 9 0 none 0
        CRC_7_ROHC 7 4f 7f both 0
        CRC_7_UMTS 7 45 0 none 0
        CRC_8_AUTOSAR 8 2f ff none ff
        CRC_8_BLUETOOTH 8 a7 0 both 0
        CRC_8_CDMA2000 8 9b ff none 0
        CRC_8_DARC 8 39 0 both 0
        CRC_8_DVB_S2 8 d5 0 none 0
        CRC_8_GSM_A 8 1d 0 none 0
        CRC_8_GSM_B 8 49 0 none ff
        CRC_8_HITAG 8 1d ff none 0
        CRC_8_I_432_1 8 7 0 none 55
        CRC_8_I_CODE 8 1d fd none 0
        CRC_8_LTE 8 9b 0 none 0
        CRC_8_MAXIM_DOW 8 31 0 both 0
        CRC_8_MIFARE_MAD 8 1d c7 none 0
        CRC_8_NRSC_5 8 31 ff none 0
        CRC_8_OPENSAFETY 8 2f 0 none 0
        CRC_8_ROHC 8 7 ff both 0
        CRC_8_SAE_J1850 8 1d ff none ff
        CRC_8_SMBUS 8 7 0 none 0
        CRC_8_TECH_3250 8 1d ff both 0
        CRC_8_WCDMA 8 9b 0 both 0
        CRC_10_ATM 10 233 0 none 0
        CRC_10_CDMA2000 10 3d9 3ff none 0
        CRC_10_GSM 10 175 0 none 3ff
        CRC_11_FLEXRAY 11 385 1a none 0
        CRC_11_UMTS 11 307 0 none 0
        CRC_12_CDMA2000 12 f13 fff none 0
        CRC_12_DECT 12 80f 0 none 0
        CRC_12_GSM 12 d31 0 none fff
        CRC_12_UMTS 12 80f 0 out 0
        CRC_13_BBC 13 1cf5 0 none 0
        CRC_14_DARC 14 805 0 both 0
        CRC_14_GSM 14 202d 0 none 3fff
        CRC_15_CAN 15 4599 0 none 0
        CRC_15_MPT1327 15 6815 0 none 1
        CRC_16_ARC 16 8005 0 both 0
        CRC_16_CDMA2000 16 c867 ffff none 0
        CRC_16_CMS 16 8005 ffff none 0
        CRC_16_DDS_110 16 8005 800d none 0
        CRC_16_DECT_R 16 589 0 none 1
        CRC_16_DECT_X 16 589 0 none 0
        CRC_16_DNP 16 3d65 0 both ffff
        CRC_16_EN_13757 16 3d65 0 none ffff
        CRC_16_GENIBUS 16 1021 ffff none ffff
        CRC_16_GSM 16 1021 0 none ffff
        CRC_16_IBM_3740 16 1021 ffff none 0
        CRC_16_IBM_SDLC 16 1021 ffff both ffff
        CRC_16_ISO_IEC_14443_3_A 16 1021 c6c6 both 0
        CRC_16_KERMIT 16 1021 0 both 0
        CRC_16_LJ1200 16 6f63 0 none 0
        CRC_16_M17 16 5935 ffff none 0
        CRC_16_MAXIM_DOW 16 8005 0 both ffff
        CRC_16_MCRF4XX 16 1021 ffff both 0
        CRC_16_MODBUS 16 8005 ffff both 0
        CRC_16_NRSC_5 16 80b ffff both 0
        CRC_16_OPENSAFETY_A 16 5935 0 none 0
        CRC_16_OPENSAFETY_B 16 755b 0 none 0
        CRC_16_PROFIBUS 16 1dcf ffff none ffff
        CRC_16_RIELLO 16 1021 b2aa both 0
        CRC_16_SPI_FUJITSU 16 1021 1d0f none 0
        CRC_16_T10_DIF 16 8bb7 0 none 0
        CRC_16_TELEDISK 16 a097 0 none 0
        CRC_16_TMS37157 16 1021 89ec both 0
        CRC_16_UMTS 16 8005 0 none 0
        CRC_16_USB 16 8005 ffff both ffff
        CRC_16_XMODEM 16 1021 0 none 0
        CRC_17_CAN_FD 17 1685b 0 none 0
        CRC_21_CAN_FD 21 102899 0 none 0
        CRC_24_BLE 24 65b 555555 both 0
        CRC_24_FLEXRAY_A 24 5d6dcb fedcba none 0
        CRC_24_FLEXRAY_B 24 5d6dcb abcdef none 0
        CRC_24_INTERLAKEN 24 328b63 ffffff none ffffff
        CRC_24_LTE_A 24 864cfb 0 none 0
        CRC_24_LTE_B 24 800063 0 none 0
        CRC_24_OPENPGP 24 864cfb b704ce none 0
        CRC_24_OS_9 24 800063 ffffff none ffffff
        CRC_30_CDMA 30 2030b9c7 3fffffff none 3fffffff
        CRC_31_PHILIPS 31 4c11db7 7fffffff none 7fffffff
        CRC_32_AIXM 32 814141ab 0 none 0
        CRC_32_AUTOSAR 32 f4acfb13 ffffffff both ffffffff
        CRC_32_BASE91_D 32 a833982b ffffffff both ffffffff
        CRC_32_BZIP2 32 4c11db7 ffffffff none ffffffff
        CRC_32_CD_ROM_EDC 32 8001801b 0 both 0
        CRC_32_CKSUM 32 4c11db7 0 none ffffffff
        CRC_32_ISCSI 32 1edc6f41 ffffffff both ffffffff
        CRC_32_ISO_HDLC 32 4c11db7 ffffffff both ffffffff
        CRC_32_JAMCRC 32 4c11db7 ffffffff both 0
        CRC_32_MEF 32 741b8cd7 ffffffff both 0
        CRC_32_MPEG_2 32 4c11db7 ffffffff none 0
        CRC_32_XFER 32 af 0 none 0
        CRC_40_GSM 40 4820009 0 none ffffffffff
        CRC_64_ECMA_182 64 42f0e1eba9ea3693 0 none 0
        CRC_64_GO_ISO 64 1b ffffffffffffffff both ffffffffffffffff
        CRC_64_MS 64 259c84cba6426349 ffffffffffffffff both 0
        CRC_64_REDIS 64 ad93d23594c935a9 0 both 0
        CRC_64_WE 64 42f0e1eba9ea3693 ffffffffffffffff none ffffffffffffffff
        CRC_64_XZ 64 42f0e1eba9ea3693 ffffffffffffffff both ffffffffffffffff
        CRC_82_DARC 82 308c0111011401440411 0 both 0
        """;

    private static readonly FrozenDictionary<string, Lazy<Crc>> ByName = Read();

    /// <summary>The algorithm of that name; its table is made when it is first used.</summary>
    public static bool TryGet(string name, out Crc crc)
    {
        var found = ByName.TryGetValue(name, out var lazy);
        crc = lazy?.Value!;
        return found;
    }

    private static FrozenDictionary<string, Lazy<Crc>> Read() =>
        Lines
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToFrozenDictionary(
                fields => fields[0],
                fields => new Lazy<Crc>(() =>
                    new Crc(
                        int.Parse(fields[1], CultureInfo.InvariantCulture),
                        Hex(fields[2]),
                        Hex(fields[3]),
                        reflectsInput: fields[4] == "both",
                        reflectsOutput: fields[4] != "none",
                        Hex(fields[5])
                    )
                ),
                StringComparer.Ordinal
            );

    private static UInt128 Hex(string digits) =>
        UInt128.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
