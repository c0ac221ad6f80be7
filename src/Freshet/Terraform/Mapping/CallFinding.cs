namespace Freshet.Terraform.Mapping;

/// <summary>The answer of <see cref="ApiCallMap.Find"/>.</summary>
/// <param name="Kind">What is known of the call.</param>
/// <param name="Call">What it changes; null but for <see cref="CallKind.Mapped"/>.</param>
internal readonly record struct CallFinding(CallKind Kind, ApiCall? Call = null);
