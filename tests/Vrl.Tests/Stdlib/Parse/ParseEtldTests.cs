using Freshet.Vrl;
using Freshet.Vrl.Domains;
using Freshet.Vrl.Stdlib.Parse;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseEtldTests
{
    [Theory]
    [InlineData("vector.dev", 0, "dev", "dev", true)]
    [InlineData("vector.dev", 1, "dev", "vector.dev", true)]
    [InlineData("sussex.ac.uk", 1, "ac.uk", "sussex.ac.uk", true)]
    [InlineData("vector.dev", 10, "dev", "vector.dev", true)]
    [InlineData("vector.dev", -1, "dev", "dev", true)]
    [InlineData("www.long.plus.test.vector.dev", 4, "dev", "long.plus.test.vector.dev", true)]
    [InlineData("www.食狮.中国", 1, "中国", "食狮.中国", true)]
    [InlineData("xn--85x722f.xn--55qx5d.cn", 1, "xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn", true)]
    [InlineData("www.foo.ck", 1, "foo.ck", "www.foo.ck", true)]
    [InlineData("www.ck", 1, "ck", "www.ck", true)]
    [InlineData("ck", 0, "ck", "ck", false)]
    [InlineData("city.kawasaki.jp", 1, "kawasaki.jp", "city.kawasaki.jp", true)]
    [InlineData("a.b.kawasaki.jp", 0, "b.kawasaki.jp", "b.kawasaki.jp", true)]
    [InlineData("foo.com.", 0, "com.", "com.", true)]
    [InlineData("com..", 0, ".", ".", false)]
    [InlineData(".com", 0, "com", "com", true)]
    [InlineData(".", 0, ".", ".", false)]
    [InlineData("a..b", 0, "b", "b", false)]
    [InlineData("foo.Co.UK", 0, "UK", "UK", false)]
    [InlineData("1.2.3.4", 0, "4", "4", false)]
    public void Suffixes_are_found(string name, int parts, string etld, string plus, bool isKnown)
    {
        var result = FunctionRunner
            .Call(new ParseEtld(), ("value", name), ("plus_parts", parts))
            .Object;

        result.TryGet("etld", out var suffix).ShouldBeTrue();
        result.TryGet("etld_plus", out var withParts).ShouldBeTrue();
        result.TryGet("known_suffix", out var known).ShouldBeTrue();
        suffix.Text.ShouldBe(etld);
        withParts.Text.ShouldBe(plus);
        known.Boolean.ShouldBe(isKnown);
    }

    [Fact]
    public void A_list_of_ones_own_is_read()
    {
        var list = PublicSuffixes
            .Read(
                "outside\n// ===BEGIN ICANN DOMAINS===\n// a comment\ncustomdev and more\n*.wild\n!not.wild\n"
            )
            .ShouldNotBeNull();

        list.SuffixOf("vector.customdev", out var isKnown).ShouldBe("customdev".Length);
        isKnown.ShouldBeTrue();
        list.SuffixOf("a.b.wild", out _).ShouldBe("b.wild".Length);
        list.SuffixOf("a.not.wild", out _).ShouldBe("wild".Length);
        list.SuffixOf("vector.dev", out isKnown).ShouldBe("dev".Length);
        isKnown.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"no\": \"list\" }")]
    [InlineData("// ===BEGIN ICANN DOMAINS===\na..b")]
    public void What_is_no_list_is_refused(string text) => PublicSuffixes.Read(text).ShouldBeNull();

    [Theory]
    [InlineData("missing.dat", true)]
    [InlineData("functions.tsv", true)]
    [InlineData("list.dat", false)]
    public void A_file_that_cannot_be_used_is_an_error_of_the_program(string file, bool isEnabled)
    {
        var compiled = VrlCompiler.Compile(
            $"parse_etld!(\"a.b\", psl: \"{file}\")",
            new CompileOptions
            {
                BaseFolder = Path.Combine(AppContext.BaseDirectory, "data", "vrl"),
                EnableAllFunctions = isEnabled,
            }
        );

        compiled.Errors.ShouldHaveSingleItem().Code.ShouldBe(610);
    }

    [Fact]
    public void A_file_of_the_base_folder_is_used()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(
                Path.Combine(folder, "list.dat"),
                "// ===BEGIN ICANN DOMAINS===\ncustomdev\n"
            );
            var compiled = VrlCompiler.Compile(
                "parse_etld!(\"vector.customdev\", psl: \"list.dat\").known_suffix",
                new CompileOptions
                {
                    BaseFolder = folder,
                    EnabledFunctions = new HashSet<string>(["parse_etld"]),
                }
            );
            Programs.Run(compiled.Program!).ShouldBe("true");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Any_text_is_taken() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<string?, int>(
                (name, parts) =>
                    FunctionRunner
                        .Call(
                            new ParseEtld(),
                            ("value", name is null ? "xn--.xn--a" : $"xn--{name}.{name}"),
                            ("plus_parts", parts)
                        )
                        .IsMissing.ShouldBeFalse()
            )
        );

    [Fact]
    public void A_long_name_takes_no_long_time()
    {
        var name = string.Concat(Enumerable.Repeat("a.", 1_000_000)) + "com";
        FunctionRunner
            .Call(new ParseEtld(), ("value", name), ("plus_parts", long.MaxValue))
            .IsFailure.ShouldBeFalse();
    }
}
