using Freshet.Vrl.Stdlib.Strings;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Strings;

public sealed class ShannonEntropyTests
{
    [Theory]
    [InlineData("vector.dev", "byte", 2.9219280948873623)]
    [InlineData("Supercalifragilisticexpialidocious", "byte", 3.7369879306358205)]
    [InlineData("ƒoo", "byte", 1.5)]
    [InlineData("ƒoo", "codepoint", 0.9182958340544896)]
    [InlineData("test123%456.فوائد.net.", "byte", 4.078418520441603)]
    [InlineData("test123%456.فوائد.net.", "codepoint", 3.9362600275315263)]
    [InlineData("test123%456.فوائد.net.", "grapheme", 3.9362600275315263)]
    [InlineData("👨‍👩‍👧‍👦", "grapheme", 0.0)]
    [InlineData("", "byte", 0.0)]
    [InlineData("", "codepoint", 0.0)]
    public void Entropy_depends_on_what_is_counted(
        string text,
        string segmentation,
        double entropy
    ) =>
        FunctionRunner
            .Call(new ShannonEntropy(), ("value", text), ("segmentation", segmentation))
            .Float.ShouldBe(entropy, 1e-14);
}
