using Freshet.Vrl.Codecs.Idna;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Codecs;

public sealed class DomainNameTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("www.CAFé.com", "www.xn--caf-dma.com")]
    [InlineData("cafe\u0301.com", "xn--caf-dma.com")]
    [InlineData("faß.de", "xn--fa-hia.de")]
    [InlineData("a_b c.com", "a_b c.com")]
    [InlineData("-a-.com", "-a-.com")]
    [InlineData("a..b.", "a..b.")]
    [InlineData("ａ．ｂ。ｃ", "a.b.c")]
    [InlineData("XN--CAF-DMA.com", "xn--caf-dma.com")]
    [InlineData("a\u00ADb", "ab")]
    [InlineData("אב1.com", "xn--1-zhcd.com")]
    [InlineData("क्\u200Dष", "xn--11b2ezcw70k")]
    [InlineData("한글.kr", "xn--bj0bj06e.kr")]
    [InlineData("\u1112\u1161\u11AB\u1100\u1173\u11AF.kr", "xn--bj0bj06e.kr")]
    [InlineData("㈱.jp", "xn--()-z88d.jp")]
    [InlineData("STRAẞE.de", "xn--strae-oqa.de")]
    public void A_name_is_put_in_ASCII(string name, string ascii) =>
        DomainName.ToAscii(name).ShouldBe(ascii);

    [Theory]
    [InlineData("xn--caf-dma.com", "café.com")]
    [InlineData("xn--fa-hia.de", "faß.de")]
    [InlineData("xn--1ch.com", "≠.com")]
    [InlineData("WWW.COM", "www.com")]
    public void A_name_is_put_in_Unicode(string name, string unicode) =>
        DomainName.ToUnicode(name).ShouldBe(unicode);

    [Theory]
    [InlineData("xn--")]
    [InlineData("xn--a")]
    [InlineData("xn--abc-")]
    [InlineData("xn--CAF-DMA-.com-é")]
    [InlineData("xn--a-ecp.ru")]
    [InlineData("\u0301a")]
    [InlineData("a\u200Db")]
    [InlineData("a\u200Cb")]
    [InlineData("1אב.com")]
    [InlineData("אa.com")]
    [InlineData("א1٠.com")]
    [InlineData("1a.אב")]
    [InlineData("\uFDD0")]
    [InlineData("a\uFFFD")]
    [InlineData("xn--8hbb.xn--fiba.xn--8hbf.xn--eib.")]
    [InlineData(
        "dns1.webproxy.idc.csesvcgateway.xn--line-svcgateway-jp-mvm-ri-d060072.\\-1roslin.canva.cn."
    )]
    public void What_is_no_name_is_refused(string name) => DomainName.ToAscii(name).ShouldBeNull();

    [Fact]
    public void A_name_that_is_in_ASCII_stays_what_it_is() =>
        Prop.ForAll<NonNull<string>>(text =>
            {
                if (
                    DomainName.ToAscii(text.Get) is { } ascii
                    && DomainName.ToAscii(ascii) is { } again
                )
                {
                    again.ShouldBe(ascii);
                    DomainName.ToAscii(DomainName.ToUnicode(ascii)!).ShouldBe(ascii);
                }
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("\u0041\u030A", "\u00C5")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323")]
    [InlineData("\u0044\u0307\u0323", "\u1E0C\u0307")]
    [InlineData("\u0061\u0315\u0300\u05AE\u0300\u0062", "\u00E0\u05AE\u0300\u0315\u0062")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\u0B47\u0300\u0B3E", "\u0B47\u0300\u0B3E")]
    public void Text_is_composed_as_UAX_15_has_it(string text, string composed) =>
        Composition.Normalize(text).ShouldBe(composed);
}
