using System.Runtime.InteropServices;

namespace Freshet.Management.Grpc;

/// <summary>A value, or why there is none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GrpcResult<T>(GrpcStatus Status, T Value)
{
    public bool IsOk => Status.IsOk;

    public static implicit operator GrpcResult<T>(T value) => new(default, value);

    public static implicit operator GrpcResult<T>(GrpcStatus fault) => new(fault, default!);
}
