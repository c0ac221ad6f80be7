using Freshet.Sources.Terraform;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Terraform;

public sealed class TerraformStateOptionsTests
{
    [Theory]
    [InlineData("path = \"terraform.tfstate\"")]
    [InlineData("path = \"states\"\nrecursive = true\nstart = \"oldest\"\ninterval = \"1s\"")]
    [InlineData("url = \"https://u:p@state.example.com/network\"\nrequest_timeout = \"5s\"")]
    public void A_place_is_enough(string toml)
    {
        var loaded = Loaded.From(toml);

        loaded.Reader.Read<TerraformStateOptions>(loaded.Root, "sources.state.extractor");

        loaded.Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("path = \"\"")]
    [InlineData("path = \"a\"\nurl = \"https://a/b\"")]
    [InlineData("path = \"a\\u0000b\"")]
    [InlineData("path = \"a\"\nheaders = { X = { type = \"static\", value = \"1\" } }")]
    [InlineData("path = \"a\"\ninterval = \"0s\"")]
    [InlineData("path = \"a\"\nmax_bytes = \"2GiB\"")]
    [InlineData("url = \"/state\"")]
    [InlineData("url = \"ftp://a/b\"")]
    [InlineData("url = \"https://a/b\"\nrecursive = true")]
    public void A_mistake_is_told(string toml)
    {
        var loaded = Loaded.From(toml);

        loaded.Reader.Read<TerraformStateOptions>(loaded.Root, "sources.state.extractor");

        loaded.Diagnostics.ShouldNotBeEmpty();
    }
}
