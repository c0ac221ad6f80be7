using Freshet.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class ValueFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Key_that_ends_in_file_is_read_relative_to_its_configuration()
    {
        folder.Write("secrets/token", "s3cret\n");
        folder.Write("number.txt", "\uFEFF42\r\n");
        var options = Load(
                """
                token_file = "secrets/token"
                number_file = "number.txt"
                """
            )
            .Read<EveryKind>();
        options.Token!.Reveal().ShouldBe("s3cret");
        options.Number.ShouldBe(42);
    }

    [Fact]
    public void What_stands_in_the_file_is_taken_as_it_is()
    {
        folder.Write("t", "\"quoted\" ${NAME} \n\n");
        Load("text_file = 't'").Read<EveryKind>().Text.ShouldBe("\"quoted\" ${NAME} ");
    }

    [Fact]
    public void Absolute_paths_and_variables_work_too()
    {
        var path = folder.Write("t", "text");
        var environment = new Dictionary<string, string> { ["WHERE"] = path };
        Load("text_file = \"${WHERE}\"", environment).Read<EveryKind>().Text.ShouldBe("text");
        var outside = new Dictionary<string, string> { ["FRESHET__TEXT_FILE"] = path };
        Load("", outside).Read<EveryKind>().Text.ShouldBe("text");
    }

    [Theory]
    [InlineData("absent", "does not exist")]
    [InlineData("no/such/folder", "does not exist")]
    [InlineData(".", "is a directory")]
    [InlineData("", "is no path")]
    [InlineData("nul\\u0000", "is no path")]
    [InlineData("/dev/zero", "is larger than 1MiB")]
    [InlineData("binary", "is not UTF-8")]
    public void File_that_cannot_be_read_is_told_at_the_key(string path, string why)
    {
        File.WriteAllBytes(Path.Combine(folder.Path, "binary"), [0xff, 0xfe, 0xfd]);
        var loaded = Load($"text_file = \"{path}\"");
        loaded.Mistakes<EveryKind>().ShouldHaveSingleItem().ShouldEndWith($"of text_file {why}");
        loaded.Diagnostics[0].Location!.Column.ShouldBe(13);
    }

    [Fact]
    public void Value_and_file_together_are_a_mistake()
    {
        folder.Write("t", "text");
        Load("text = \"x\"\ntext_file = \"t\"")
            .Mistakes<EveryKind>()
            .ShouldBe(["2:1 both text and text_file are given in the configuration"]);
    }

    [Fact]
    public void Mistake_in_a_file_is_told_at_the_key_that_names_it()
    {
        folder.Write("n", "many");
        Load("number_file = \"n\"")
            .Mistakes<EveryKind>()
            .ShouldBe(["1:15 number must be an integer, not this text"]);
    }

    private Loaded Load(string toml, IReadOnlyDictionary<string, string>? environment = null) =>
        Loaded.From(
            new ConfigurationInput
            {
                Files = [folder.Write("freshet.toml", toml)],
                Environment = environment ?? new Dictionary<string, string>(),
            }
        );
}
