using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Packaging;

/// <summary>The package <c>Freshet.Vrl</c>, as somebody uses it who has nothing else of this repository.</summary>
public sealed partial class LibraryTests : IDisposable
{
    private const string Project = $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Freshet.Vrl" Version="{Artifacts.Version}" />
          </ItemGroup>
        </Project>
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_program_in_its_README_prints_what_the_README_shows()
    {
        var readme = await File.ReadAllTextAsync(
            Repository.At("src", "Vrl", "README.md"),
            TestContext.Current.CancellationToken
        );
        Artifacts.WriteFeed(folder.Path);
        folder.Write("Program.cs", Block(readme, "csharp"));
        var project = folder.Write("Example.csproj", Project);

        var output = await Artifacts.RunAsync("dotnet", ["run", "--project", project]);

        output.ShouldBe(Block(readme, "text"));
    }

    [Fact]
    public async Task It_has_its_documentation_and_needs_no_other_package()
    {
        await using var package = await ZipFile.OpenReadAsync(
            Path.Combine(Artifacts.Folder, $"Freshet.Vrl.{Artifacts.Version}.nupkg"),
            TestContext.Current.CancellationToken
        );

        var names = package.Entries.Select(entry => entry.FullName).ToList();
        names.ShouldContain("README.md");
        names.ShouldContain("lib/net10.0/Freshet.Vrl.dll");
        names.ShouldContain("lib/net10.0/Freshet.Vrl.xml");
        await using var content = await package
            .GetEntry("Freshet.Vrl.nuspec")
            .ShouldNotBeNull()
            .OpenAsync(TestContext.Current.CancellationToken);
        var elements = (
            await XDocument.LoadAsync(
                content,
                LoadOptions.None,
                TestContext.Current.CancellationToken
            )
        )
            .Descendants()
            .ToLookup(element => element.Name.LocalName);
        elements["license"].ShouldHaveSingleItem().Value.ShouldBe("Apache-2.0");
        elements["readme"].ShouldHaveSingleItem().Value.ShouldBe("README.md");
        elements["repository"].ShouldHaveSingleItem().Attribute("commit").ShouldNotBeNull();
        elements["dependency"].ShouldBeEmpty();
    }

    private static string Block(string text, string language) =>
        Blocks()
            .Matches(text)
            .Where(block => block.Groups["language"].Value == language)
            .ShouldHaveSingleItem()
            .Groups["content"]
            .Value;

    [GeneratedRegex(
        @"^```(?<language>\w+)\n(?<content>.*?)^```$",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Blocks();
}
