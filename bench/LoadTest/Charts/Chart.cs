using System.Globalization;
using System.Text;

namespace Freshet.LoadTest.Charts;

/// <summary>Lines over two logarithmic axes, as SVG. Ink and lines follow the reader's colour scheme; nothing is loaded from elsewhere.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Across">The name of the axis across, with its unit.</param>
/// <param name="Up">The name of the axis up, with its unit.</param>
/// <param name="Note">What stands small below, such as the machine.</param>
internal sealed record Chart(
    string Title,
    string Across,
    string Up,
    string Note,
    IReadOnlyList<Series> Lines
)
{
    private const int Width = 720;
    private const int Height = 420;
    private const int Left = 72;
    private const int Right = 130;
    private const int Top = 48;
    private const int Bottom = 76;

    // Blue, orange, green, purple, red: told apart by most who do not see all colours, and with contrast on white and on black.
    private static readonly string[] Colours =
    [
        "#2f7ed8",
        "#d9730d",
        "#2e9e5b",
        "#9a5fd0",
        "#d1435b",
    ];

    public string Render()
    {
        var points = Lines.SelectMany(line => line.Points).ToList();
        var across = new Scale([.. points.Select(point => point.X)], Left, Width - Right);
        var up = new Scale([.. points.Select(point => point.Y)], Height - Bottom, Top);
        var svg = new StringBuilder();
        svg.Append(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" role="img" aria-label="{Escape(
                Title
            )}" font-family="system-ui, sans-serif" font-size="13">
            <style>
            text {"{"} fill: #1f2328 {"}"} .grid {"{"} stroke: #1f2328; stroke-opacity: .14 {"}"} .small {"{"} font-size: 11px; fill-opacity: .7 {"}"}
            @media (prefers-color-scheme: dark) {"{"} text {"{"} fill: #e6edf3 {"}"} .grid {"{"} stroke: #e6edf3; stroke-opacity: .18 {"}"} {"}"}
            </style>
            <text x="{Left}" y="24" font-size="16" font-weight="600">{Escape(Title)}</text>

            """
        );
        Grid(svg, across, up);
        Axes(svg);
        var labels = LabelPlaces(up);
        for (var i = 0; i < Lines.Count; i++)
        {
            Line(svg, Lines[i], Colours[i % Colours.Length], across, up, labels[i]);
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void Grid(StringBuilder svg, Scale across, Scale up)
    {
        foreach (var tick in across.Ticks)
        {
            var x = Place(across.Place(tick));
            svg.Append(
                $"""
                <line class="grid" x1="{x}" y1="{Top}" x2="{x}" y2="{Height
                    - Bottom}"/><text x="{x}" y="{Height
                    - Bottom
                    + 18}" text-anchor="middle">{Scale.Label(tick)}</text>

                """
            );
        }
        foreach (var tick in up.Ticks)
        {
            var y = Place(up.Place(tick));
            svg.Append(
                $"""
                <line class="grid" x1="{Left}" y1="{y}" x2="{Width
                    - Right}" y2="{y}"/><text x="{Left
                    - 8}" y="{y}" text-anchor="end" dominant-baseline="middle">{Scale.Label(
                    tick
                )}</text>

                """
            );
        }
    }

    private void Axes(StringBuilder svg)
    {
        var middle = (Top + Height - Bottom) / 2;
        svg.Append(
            $"""
            <text x="{(Left + Width - Right) / 2}" y="{Height
                - Bottom
                + 40}" text-anchor="middle">{Escape(Across)}</text>
            <text x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">{Escape(
                Up
            )}</text>
            <text class="small" x="{Left}" y="{Height - 10}">{Escape(Note)}</text>

            """
        );
    }

    private static void Line(
        StringBuilder svg,
        Series line,
        string colour,
        Scale across,
        Scale up,
        double label
    )
    {
        var places = line
            .Points.Select(point => (X: Place(across.Place(point.X)), Y: Place(up.Place(point.Y))))
            .ToList();
        svg.Append(
            $"""
            <polyline fill="none" stroke="{colour}" stroke-width="2" points="{string.Join(
                ' ',
                places.Select(place => $"{place.X},{place.Y}")
            )}"/>

            """
        );
        foreach (var (x, y) in places)
        {
            svg.Append($"""<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>""").Append('\n');
        }
        svg.Append(
            $"""
            <text x="{places[^1].X}" dx="10" y="{Place(
                label
            )}" dominant-baseline="middle" style="fill: {colour}" font-weight="600">{Escape(
                line.Name
            )}</text>

            """
        );
    }

    /// <summary>Names stand at the ends of their lines, and one below the other where lines end close together.</summary>
    private double[] LabelPlaces(Scale up)
    {
        const double Apart = 16;
        var places = new double[Lines.Count];
        var last = double.NegativeInfinity;
        foreach (
            var (line, i) in Lines
                .Select((line, i) => (line, i))
                .OrderBy(one => up.Place(one.line.Points[^1].Y))
        )
        {
            last = places[i] = Math.Max(up.Place(line.Points[^1].Y), last + Apart);
        }
        return places;
    }

    private static string Place(double value) =>
        value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);
}
