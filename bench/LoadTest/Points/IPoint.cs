using Freshet.LoadTest.Report;

namespace Freshet.LoadTest.Points;

/// <summary>Something that a server is measured at.</summary>
internal interface IPoint
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>What is measured, in a line.</summary>
    string Title { get; }

    Measurement Run(Trial trial);
}
