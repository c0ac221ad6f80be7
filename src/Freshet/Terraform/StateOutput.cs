namespace Freshet.Terraform;

/// <summary>An output of the root module. No part of a change, so that no output leaves.</summary>
/// <param name="Value">Its JSON.</param>
/// <param name="IsSensitive">Whether it must not be shown.</param>
internal sealed record StateOutput(ReadOnlyMemory<byte> Value, bool IsSensitive);
