namespace Freshet.Terraform.Mapping;

/// <summary>What a value of a request does to the attribute's value.</summary>
internal enum ChangeMode
{
    /// <summary>It takes its place.</summary>
    Replace,

    /// <summary>It is added to what is there: rules, tags, members of a set.</summary>
    Add,

    /// <summary>It is taken out of what is there.</summary>
    Remove,
}
