using Freshet.Vrl.Codecs.Idna;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Codecs;

public sealed class PunycodeTests
{
    /// <summary>RFC 3492, 7.1.</summary>
    [Theory]
    [InlineData("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn")]
    [InlineData("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye")]
    [InlineData("למההםפשוטלאמדבריםעברית", "4dbcagdahymbxekheh6e0a7fei0b")]
    [InlineData("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l")]
    [InlineData("3年B組金八先生", "3B-ww4c5e180e575a65lsy2b")]
    [InlineData("安室奈美恵-with-SUPER-MONKEYS", "-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n")]
    [InlineData("MajiでKoiする5秒前", "MajiKoi5-783gue6qz075azm5e")]
    [InlineData("そのスピードで", "d9juau41awczczp")]
    [InlineData("-> $1.00 <-", "-> $1.00 <--")]
    [InlineData("café", "caf-dma")]
    [InlineData("💩", "ls8h")]
    [InlineData("", "")]
    public void A_label_is_encoded_and_decoded_as_its_standard_has_it(string label, string encoded)
    {
        Punycode.Encode(label).ShouldBe(encoded);
        Punycode.Decode(encoded).ShouldBe(label);
    }

    [Theory]
    [InlineData("é")]
    [InlineData("_")]
    [InlineData("-a")]
    [InlineData("99999999")]
    [InlineData("a-9")]
    public void What_is_no_encoded_label_is_refused(string encoded) =>
        Punycode.Decode(encoded).ShouldBeNull();

    [Fact]
    public void Any_label_is_itself_again() =>
        Prop.ForAll<NonNull<string>>(text =>
            {
                var label = string.Concat(text.Get.EnumerateRunes());
                Punycode.Decode(Punycode.Encode(label)!).ShouldBe(label);
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_decoded_or_refused() =>
        Prop.ForAll(
                Gen.Elements("abcxyzAZ0189--".ToCharArray()).ArrayOf().ToArbitrary(),
                characters =>
                {
                    var decoded = Punycode.Decode(new string(characters));
                    (decoded?.Length ?? 0).ShouldBeLessThanOrEqualTo(2 * characters.Length);
                }
            )
            .QuickCheckThrowOnFailure();
}
