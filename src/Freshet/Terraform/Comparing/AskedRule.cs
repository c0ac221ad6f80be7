using System.Runtime.InteropServices;

namespace Freshet.Terraform.Comparing;

/// <summary>A rule of a request.</summary>
/// <param name="Source">What it lets in or out.</param>
/// <param name="Written">The source as the request has it.</param>
/// <param name="Description">What is written to it; null where nothing is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AskedRule(RuleSource Source, string Written, string? Description);
