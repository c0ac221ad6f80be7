using Freshet.Programs.Purl;
using Freshet.Vrl;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Programs;

public sealed class PurlTests
{
    public static TheoryData<string, string> Examples =>
        [
            .. PurlFunctions.All.SelectMany(function =>
                function.Examples.Select(example => (function.Signature.Name, example.Title))
            ),
        ];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_gives_what_it_says(string function, string title)
    {
        var example = PurlFunctions
            .All.Single(candidate => candidate.Signature.Name == function)
            .Examples.Single(candidate => candidate.Title == title);

        var run = Run(example.Source);

        if (example.Result is null)
        {
            run.Failure.ShouldNotBeNull().Message!.ShouldEndWith(example.Error!);
            return;
        }
        run.Failure?.Message.ShouldBeNull();
        VrlJson.TryParse(example.Result, out var expected, out var fault).ShouldBeTrue(fault);
        VrlJson.Write(run.Value).ShouldBe(VrlJson.Write(expected));
    }

    [Theory]
    [InlineData("nginx", "pkg:oci/nginx?repository_url=docker.io%2Flibrary&tag=latest")]
    [InlineData("nginx:1.21", "pkg:oci/nginx?repository_url=docker.io%2Flibrary&tag=1.21")]
    [InlineData("nginx@sha256:abc", "pkg:oci/nginx@sha256:abc?repository_url=docker.io%2Flibrary")]
    [InlineData("acme/shop", "pkg:oci/shop?repository_url=docker.io%2Facme&tag=latest")]
    [InlineData("docker.io/nginx", "pkg:oci/nginx?repository_url=docker.io%2Flibrary&tag=latest")]
    [InlineData(
        "registry.example.com/shop:2",
        "pkg:oci/shop?repository_url=registry.example.com&tag=2"
    )]
    [InlineData(
        "registry.example.com/acme/team/shop:v1@sha256:abc",
        "pkg:oci/shop@sha256:abc?repository_url=registry.example.com%2Facme%2Fteam&tag=v1"
    )]
    [InlineData(
        "registry:5000/acme/shop",
        "pkg:oci/shop?repository_url=registry:5000%2Facme&tag=latest"
    )]
    public void An_image_has_its_package_url(string image, string purl) =>
        Text($"purl_to_string!(purl_from_oci_image(\"{image}\"))").ShouldBe(purl);

    [Theory]
    [InlineData(
        "charts/shop",
        "\"registry.example.com/acme\"",
        "shop?repository_url=registry.example.com%2Facme%2Fcharts"
    )]
    [InlineData(
        "/a/b/shop",
        "\"registry.example.com/acme/\"",
        "shop?repository_url=registry.example.com%2Facme%2Fa%2Fb"
    )]
    [InlineData("acme/shop", "null", "shop?repository_url=acme")]
    [InlineData("shop", "\"registry.example.com\"", "shop?repository_url=registry.example.com")]
    public void The_name_of_an_image_is_the_last_part_of_its_path(
        string name,
        string repository,
        string purl
    ) =>
        Text(
                $$$"""purl_to_string!({"type": "oci", "name": "{{{name}}}", "qualifiers": {"repository_url": {{{repository}}}}})"""
            )
            .ShouldBe("pkg:oci/" + purl);

    [Theory]
    [InlineData(
        "registry.example.com/acme",
        "pkg:oci/shop@1.0.0?repository_url=registry.example.com%2Facme"
    )]
    [InlineData(
        "https://charts.example.com/stable",
        "pkg:generic/shop@1.0.0?download_url=https:%2F%2Fcharts.example.com%2Fstable&type=helm"
    )]
    public void A_chart_has_its_package_url(string repository, string purl) =>
        Text($"purl_to_string!(purl_from_argocd_helm(\"{repository}\", \"shop\", \"1.0.0\"))")
            .ShouldBe(purl);

    [Theory]
    [InlineData(
        "https://github.com/Acme/shop",
        "\"deploy/a\"",
        "pkg:github/acme/shop@v1?path=deploy%2Fa"
    )]
    [InlineData("https://github.com/acme/shop.git", "\"\"", "pkg:github/acme/shop@v1")]
    [InlineData("https://github.com/acme/shop", "\".\"", "pkg:github/acme/shop@v1")]
    [InlineData("https://user@github.com:443/acme/shop/", "null", "pkg:github/acme/shop@v1")]
    [InlineData("git@github.com:acme/shop.git", "\"a\"", "pkg:github/acme/shop@v1?path=a")]
    [InlineData("ssh://git@bitbucket.org/acme/shop.git", "null", "pkg:bitbucket/acme/shop@v1")]
    [InlineData(
        "https://notgithub.com/acme/shop",
        "null",
        "pkg:generic/shop@v1?type=git&vcs_url=https:%2F%2Fnotgithub.com%2Facme%2Fshop"
    )]
    [InlineData(
        "https://gitlab.com/group/sub/shop.git",
        "\"k8s\"",
        "pkg:generic/shop@v1?path=k8s&type=git&vcs_url=https:%2F%2Fgitlab.com%2Fgroup%2Fsub%2Fshop.git"
    )]
    [InlineData("nowhere", "null", "pkg:generic/unknown@v1?type=git&vcs_url=nowhere")]
    public void A_git_repository_has_its_package_url(string repository, string path, string purl) =>
        Text($"purl_to_string!(purl_from_argocd_git_source(\"{repository}\", {path}, \"v1\"))")
            .ShouldBe(purl);

    [Theory]
    [InlineData("""{"type": "pypi", "name": "Django_X"}""", "pkg:pypi/django-x")]
    [InlineData("""{"type": "maven", "namespace": "Org.A", "name": "B"}""", "pkg:maven/Org.A/B")]
    [InlineData(
        """{"type": "rpm", "namespace": "Fedora", "name": "Curl"}""",
        "pkg:rpm/fedora/Curl"
    )]
    [InlineData(
        """{"type": "generic", "namespace": "/a//b c/", "name": "é"}""",
        "pkg:generic/a/b%20c/%C3%A9"
    )]
    [InlineData(
        """{"type": "generic", "name": "a", "qualifiers": {"B": "1", "a": "", "c": null}}""",
        "pkg:generic/a?b=1"
    )]
    [InlineData(
        """{"type": "generic", "name": "a", "subpath": "/x/../y/./z"}""",
        "pkg:generic/a#x/y/z"
    )]
    public void A_package_url_is_canonical(string parts, string purl) =>
        Text($"purl_to_string!({parts})").ShouldBe(purl);

    [Theory]
    [InlineData("""{"name": "a"}""", "a package URL needs a type")]
    [InlineData("""{"type": "1a", "name": "a"}""", "the type of a package URL must be of letters")]
    [InlineData("""{"type": "a", "name": "/"}""", "a package URL needs a name")]
    [InlineData("""{"type": "a", "name": 1}""", "\"name\" of a package URL must be a string")]
    [InlineData(
        """{"type": "a", "name": "a", "qualifiers": []}""",
        "the qualifiers of a package URL must be an object"
    )]
    [InlineData(
        """{"type": "a", "name": "a", "qualifiers": {"a b": "1"}}""",
        "the name of a qualifier must be of letters"
    )]
    public void What_is_no_package_url_fails(string parts, string message) =>
        Run($"purl_to_string!({parts})")
            .Failure.ShouldNotBeNull()
            .Message.ShouldNotBeNull()
            .ShouldContain(message);

    private static string Text(string source)
    {
        var run = Run(source);
        run.Failure?.Message.ShouldBeNull();
        return run.Value.Text;
    }

    private static RunResult Run(string source)
    {
        var compiled = VrlCompiler.Compile(
            source,
            new CompileOptions { HostFunctions = PurlFunctions.All }
        );
        compiled.Errors.Select(error => $"E{error.Code} {error.Message}").ShouldBeEmpty();
        var (@event, metadata) = (Value.From(new VrlObject()), Value.From(new VrlObject()));
        return compiled.Program!.Run(ref @event, ref metadata);
    }
}
