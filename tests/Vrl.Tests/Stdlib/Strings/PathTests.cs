using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Strings;

public sealed class PathTests
{
    [Theory]
    [InlineData("/home/user/", "user")]
    [InlineData("/home/user/.", "user")]
    [InlineData("a//", "a")]
    [InlineData("./a/./", "a")]
    [InlineData(".file", ".file")]
    [InlineData("file.tar.gz", "file.tar.gz")]
    [InlineData("...", "...")]
    public void The_last_name_is_found_behind_slashes_and_dots(string path, string name) =>
        FunctionRunner.Call(new Basename(), ("value", path)).ShouldBe(name);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/..")]
    [InlineData("//")]
    public void Dots_and_the_root_are_no_names(string path) =>
        FunctionRunner.Call(new Basename(), ("value", path)).ShouldBe(Value.Null);

    [Theory]
    [InlineData("/home/user/", "/home")]
    [InlineData("/", "/")]
    [InlineData("//", ".")]
    [InlineData("//a", "/")]
    [InlineData("//a//b", "//a")]
    [InlineData("a/./b", "a")]
    [InlineData("./a", ".")]
    [InlineData("./.", ".")]
    [InlineData("/..", "/")]
    [InlineData("a/..", "a")]
    [InlineData("..", ".")]
    [InlineData("", ".")]
    public void The_directory_is_what_is_before_the_last_name(string path, string directory) =>
        FunctionRunner.Call(new Dirname(), ("value", path)).ShouldBe(directory);

    [Theory]
    [InlineData("/home/user/", "/|home|user")]
    [InlineData("./a", ".|a")]
    [InlineData("/./a", "/|a")]
    [InlineData("a/./b//c/..", "a|b|c|..")]
    [InlineData("//a", "/|a")]
    public void A_path_is_split_into_its_names(string path, string names) =>
        FunctionRunner
            .Call(new SplitPath(), ("value", path))
            .Array.Select(name => name.Text)
            .ShouldBe(names.Split('|'));

    [Fact]
    public void An_empty_path_has_no_names() =>
        FunctionRunner.Call(new SplitPath(), ("value", "")).Array.Count.ShouldBe(0);
}
