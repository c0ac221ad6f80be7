using Google.Protobuf.Reflection;

namespace Freshet.Management.Grpc.Calls;

/// <summary>A service as its descriptor promises it.</summary>
internal sealed class GrpcService
{
    /// <param name="descriptor">What it is called and what methods it has.</param>
    /// <param name="isOpen">Whether it answers callers without the token, too.</param>
    /// <param name="methods">Every method of the descriptor.</param>
    /// <exception cref="ArgumentException">The methods are not those of the descriptor.</exception>
    public GrpcService(
        ServiceDescriptor descriptor,
        bool isOpen,
        params IReadOnlyList<GrpcMethod> methods
    )
    {
        Descriptor = descriptor;
        IsOpen = isOpen;
        Methods = methods.ToDictionary(method => method.Name, StringComparer.Ordinal);
        if (
            descriptor.Methods.Count != methods.Count
            || descriptor.Methods.Any(promised =>
                !Methods.TryGetValue(promised.Name, out var method)
                || method.IsClientStreaming != promised.IsClientStreaming
                || method.IsServerStreaming != promised.IsServerStreaming
            )
        )
        {
            throw new ArgumentException(
                $"these are not the methods of {descriptor.FullName}",
                nameof(methods)
            );
        }
    }

    public ServiceDescriptor Descriptor { get; }

    public bool IsOpen { get; }

    /// <summary>The methods by their names.</summary>
    public IReadOnlyDictionary<string, GrpcMethod> Methods { get; }
}
