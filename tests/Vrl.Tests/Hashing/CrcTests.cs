using System.Globalization;
using Freshet.Vrl.Hashing;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Hashing;

public sealed class CrcTests
{
    /// <summary>Each algorithm's check value in the catalogue: the result for the digits 1 to 9.</summary>
    private const string Checks = """
        CRC_3_GSM 4
        CRC_3_ROHC 6
        CRC_4_G_704 7
        CRC_4_INTERLAKEN 11
        CRC_5_EPC_C1G2 0
        CRC_5_G_704 7
        CRC_5_USB 25
        CRC_6_CDMA2000_A 13
        CRC_6_CDMA2000_B 59
        CRC_6_DARC 38
        CRC_6_GSM 19
        CRC_6_G_704 6
        CRC_7_MMC 117
        CRC_7_ROHC 83
        CRC_7_UMTS 97
        CRC_8_AUTOSAR 223
        CRC_8_BLUETOOTH 38
        CRC_8_CDMA2000 218
        CRC_8_DARC 21
        CRC_8_DVB_S2 188
        CRC_8_GSM_A 55
        CRC_8_GSM_B 148
        CRC_8_HITAG 180
        CRC_8_I_432_1 161
        CRC_8_I_CODE 126
        CRC_8_LTE 234
        CRC_8_MAXIM_DOW 161
        CRC_8_MIFARE_MAD 153
        CRC_8_NRSC_5 247
        CRC_8_OPENSAFETY 62
        CRC_8_ROHC 208
        CRC_8_SAE_J1850 75
        CRC_8_SMBUS 244
        CRC_8_TECH_3250 151
        CRC_8_WCDMA 37
        CRC_10_ATM 409
        CRC_10_CDMA2000 563
        CRC_10_GSM 298
        CRC_11_FLEXRAY 1443
        CRC_11_UMTS 97
        CRC_12_CDMA2000 3405
        CRC_12_DECT 3931
        CRC_12_GSM 2868
        CRC_12_UMTS 3503
        CRC_13_BBC 1274
        CRC_14_DARC 2093
        CRC_14_GSM 12462
        CRC_15_CAN 1438
        CRC_15_MPT1327 9574
        CRC_16_ARC 47933
        CRC_16_CDMA2000 19462
        CRC_16_CMS 44775
        CRC_16_DDS_110 40655
        CRC_16_DECT_R 126
        CRC_16_DECT_X 127
        CRC_16_DNP 60034
        CRC_16_EN_13757 49847
        CRC_16_GENIBUS 54862
        CRC_16_GSM 52796
        CRC_16_IBM_3740 10673
        CRC_16_IBM_SDLC 36974
        CRC_16_ISO_IEC_14443_3_A 48901
        CRC_16_KERMIT 8585
        CRC_16_LJ1200 48628
        CRC_16_M17 30507
        CRC_16_MAXIM_DOW 17602
        CRC_16_MCRF4XX 28561
        CRC_16_MODBUS 19255
        CRC_16_NRSC_5 41062
        CRC_16_OPENSAFETY_A 23864
        CRC_16_OPENSAFETY_B 8446
        CRC_16_PROFIBUS 43033
        CRC_16_RIELLO 25552
        CRC_16_SPI_FUJITSU 58828
        CRC_16_T10_DIF 53467
        CRC_16_TELEDISK 4019
        CRC_16_TMS37157 9905
        CRC_16_UMTS 65256
        CRC_16_USB 46280
        CRC_16_XMODEM 12739
        CRC_17_CAN_FD 20227
        CRC_21_CAN_FD 972865
        CRC_24_BLE 12737110
        CRC_24_FLEXRAY_A 7961021
        CRC_24_FLEXRAY_B 2040760
        CRC_24_INTERLAKEN 11858918
        CRC_24_LTE_A 13494019
        CRC_24_LTE_B 2355026
        CRC_24_OPENPGP 2215682
        CRC_24_OS_9 2101157
        CRC_30_CDMA 79907519
        CRC_31_PHILIPS 216654956
        CRC_32_AIXM 806403967
        CRC_32_AUTOSAR 379048042
        CRC_32_BASE91_D 2268157302
        CRC_32_BZIP2 4236843288
        CRC_32_CD_ROM_EDC 1858268612
        CRC_32_CKSUM 1985902208
        CRC_32_ISCSI 3808858755
        CRC_32_ISO_HDLC 3421780262
        CRC_32_JAMCRC 873187033
        CRC_32_MEF 3535941457
        CRC_32_MPEG_2 58124007
        CRC_32_XFER 3171672888
        CRC_40_GSM 910907393606
        CRC_64_ECMA_182 7800480153909949255
        CRC_64_GO_ISO 13333283586479230977
        CRC_64_MS 8490612747469246186
        CRC_64_REDIS 16845390139448941002
        CRC_64_WE 7128171145767219210
        CRC_64_XZ 11051210869376104954
        CRC_82_DARC 749237524598872659187218
        """;

    [Fact]
    public void Every_algorithm_gives_its_check_value()
    {
        var checks = Checks.Split('\n', StringSplitOptions.TrimEntries);

        checks.Length.ShouldBe(112);
        foreach (var check in checks)
        {
            var (name, value) = (check.Split(' ')[0], check.Split(' ')[1]);
            CrcCatalogue.TryGet(name, out var crc).ShouldBeTrue(name);
            crc.Compute("123456789"u8).ToString(CultureInfo.InvariantCulture).ShouldBe(value, name);
        }
    }

    [Fact]
    public void Another_name_is_none() => CrcCatalogue.TryGet("CRC_32", out _).ShouldBeFalse();
}
