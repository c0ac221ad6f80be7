using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;
using Freshet.Pipelines;

namespace Freshet.Sinks.Folder;

/// <summary>When a file of a folder counts as delivered.</summary>
internal enum FolderSync
{
    /// <summary>Once it and its name are on the disk.</summary>
    Always,

    /// <summary>Once the operating system has it: a power cut may take files that the sink will not write again.</summary>
    Never,
}

/// <summary>
/// Writes each event as one JSON file into a folder: <c>{"metadata": {…}, "headers": {…}, "body": …}</c> and a line feed. The file is named after the event's id,
/// percent-encoded where a character could mean something to a file system or a shell, capital letters too; a long id is cut and ends in its SHA-256. A file is
/// there whole or not at all: it is written as <c>.NAME.part</c> and renamed. An event that is delivered again replaces its own file. The folder should belong
/// to this sink alone, since another that writes the same id would replace the file.
/// </summary>
internal sealed class FolderOptions : BatchOptions, ICheckOptions
{
    /// <summary>The folder, relative to the working directory; it is created where it is not there. Required, here or as <c>parameters.root</c>.</summary>
    [MinLength(1)]
    public string Path { get; set; } = "";

    /// <summary>Where the folder is, for configurations of cdviz-collector: <c>"fs"</c>, files, is what there is.</summary>
    public string Kind { get; set; } = "fs";

    /// <summary>The folder as configurations of cdviz-collector have it.</summary>
    public FolderParameters? Parameters { get; set; }

    /// <summary>
    /// When a file counts as delivered: <c>"always"</c>, once it is on the disk, so that what is not there is written again after a power cut;
    /// <c>"never"</c>, once the operating system has it, which is faster by far.
    /// </summary>
    public FolderSync Fsync { get; set; } = FolderSync.Always;

    public void Check(OptionsScope scope)
    {
        if (Kind != "fs")
        {
            scope.Error("kind", $"kind \"{Kind}\" is not available; \"fs\" is, for files");
        }
        switch (scope.IsGiven("path"), Parameters?.Root)
        {
            case (true, not null):
                scope.Error("parameters", "both path and parameters.root are given", "remove one");
                break;
            case (false, { } root):
                Path = root;
                break;
            case (false, null) when !scope.IsGiven("parameters"):
                scope.Error(
                    "type",
                    "path is missing",
                    "give the folder that the files are written to"
                );
                break;
        }
        if (Path.Contains('\0', StringComparison.Ordinal))
        {
            scope.Error("path", "no path holds the character U+0000");
        }
    }
}

/// <summary>The folder of a <c>folder</c> sink, as configurations of cdviz-collector have it.</summary>
internal sealed class FolderParameters
{
    /// <summary>The folder.</summary>
    [Required(ErrorMessage = "give the folder that the files are written to")]
    [MinLength(1)]
    public string? Root { get; set; }
}
