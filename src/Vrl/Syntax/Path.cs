namespace Freshet.Vrl.Syntax;

/// <summary>A step of a path: a field by name, or an element by index.</summary>
/// <param name="Field">The field's name; null for an index.</param>
/// <param name="Index">The index; negative counts from the end.</param>
internal readonly record struct Segment(string? Field, int Index = 0)
{
    public bool IsField => Field is not null;
}
