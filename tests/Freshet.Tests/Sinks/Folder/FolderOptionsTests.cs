using Freshet.Sinks.Folder;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Folder;

public sealed class FolderOptionsTests
{
    [Theory]
    [InlineData("path = 'out'")]
    [InlineData("kind = 'fs'\nparameters = { root = 'out' }")]
    public void The_folder_is_named_in_either_way(string toml) =>
        Loaded.From(toml).Read<FolderOptions>().Path.ShouldBe("out");

    [Theory]
    [InlineData("", "path is missing")]
    [InlineData("parameters = {}", "1:14 the key \"root\" is missing in parameters")]
    [InlineData(
        "path = 'a'\nparameters = { root = 'b' }",
        "2:14 both path and parameters.root are given"
    )]
    [InlineData(
        "path = 'a'\nkind = 's3'",
        "2:8 kind \"s3\" is not available; \"fs\" is, for files"
    )]
    public void What_names_none_is_told(string toml, string mistake) =>
        Loaded.From(toml).Mistakes<FolderOptions>().ShouldBe([mistake]);
}
