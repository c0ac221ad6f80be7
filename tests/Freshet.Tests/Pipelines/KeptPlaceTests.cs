using Freshet.Pipelines;
using Freshet.Pipelines.Batching;
using Freshet.Sinks.Sse.Sessions;
using Freshet.Sources.Sse;
using Freshet.Sources.Terraform;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines;

public sealed class KeptPlaceTests
{
    private const string Folder = "/var/lib/freshet/cursors";

    [Fact]
    public void Every_component_finds_what_an_earlier_version_kept()
    {
        const string name = "a.b/c d";

        CheckpointFile.PathOf(Folder, name).ShouldBe($"{Folder}/sink-a%2Eb%2Fc%20d.json");
        SessionKey.PathOf(Folder, name).ShouldBe($"{Folder}/sessions-a%2Eb%2Fc%20d.key");
        PositionFile.PathOf(Folder, name).ShouldBe($"{Folder}/source-a%2Eb%2Fc%20d.json");
        KeptState.PathOf(Folder, name, "").ShouldBe($"{Folder}/terraform-a%2Eb%2Fc%20d.json");
        KeptState
            .PathOf(Folder, name, "network.tfstate")
            .ShouldBe($"{Folder}/terraform-a%2Eb%2Fc%20d.ef59daacfd116d9ae7454c33bdc55eca.json");
        KeptPlace.PathOf(Folder, "drift", name).ShouldBe($"{Folder}/drift-a%2Eb%2Fc%20d.json");
    }

    [Fact]
    public void Without_a_folder_nothing_is_kept() =>
        KeptPlace.PathOf(null, "sink", "a").ShouldBeNull();

    [Fact]
    public void Whatever_a_component_is_called_its_file_is_in_the_folder() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<NonNull<string>>(),
                name =>
                    Path.GetDirectoryName(
                            Path.GetFullPath(KeptPlace.PathOf(Folder, "sink", name.Get)!)
                        )
                        .ShouldBe(Folder)
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a.b", "a%2Eb")]
    [InlineData("a/b", "a_b")]
    [InlineData("a", "a.json")]
    [InlineData("..", ".")]
    public void No_two_names_share_a_file(string one, string other) =>
        KeptPlace.PathOf(Folder, "sink", one).ShouldNotBe(KeptPlace.PathOf(Folder, "sink", other));
}
