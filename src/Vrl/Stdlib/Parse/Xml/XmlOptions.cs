namespace Freshet.Vrl.Stdlib.Parse.Xml;

/// <summary>How elements become values.</summary>
/// <param name="IncludesAttributes">Whether attributes are fields.</param>
/// <param name="AttributePrefix">What stands before an attribute's name.</param>
/// <param name="TextKey">The field of text beside attributes or other elements.</param>
/// <param name="AlwaysUsesTextKey">Whether text is in that field even where it stands alone.</param>
/// <param name="ReadsBooleans">Whether true and false are booleans.</param>
/// <param name="ReadsNull">Whether null is null.</param>
/// <param name="ReadsNumbers">Whether numbers are numbers.</param>
internal sealed record XmlOptions(
    bool IncludesAttributes,
    string AttributePrefix,
    string TextKey,
    bool AlwaysUsesTextKey,
    bool ReadsBooleans,
    bool ReadsNull,
    bool ReadsNumbers
);
