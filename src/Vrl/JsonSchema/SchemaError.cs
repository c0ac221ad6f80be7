namespace Freshet.Vrl.JsonSchema;

/// <summary>Where an instance does not conform to a schema.</summary>
/// <param name="Message">Why, in the words of upstream's validator.</param>
/// <param name="Path">A JSON pointer to the part of the instance; empty for the whole.</param>
internal readonly record struct SchemaError(string Message, string Path);
