using Freshet.Management.Grpc.Calls;
using Freshet.Management.Grpc.Protos.Reflection;
using Google.Protobuf.Reflection;
using Asked = Freshet.Management.Grpc.Protos.Reflection.ServerReflectionRequest.MessageRequestOneofCase;
using Request = Freshet.Management.Grpc.Protos.Reflection.ServerReflectionRequest;
using Response = Freshet.Management.Grpc.Protos.Reflection.ServerReflectionResponse;

namespace Freshet.Management.Grpc.Services;

/// <summary>
/// <c>grpc.reflection.v1.ServerReflection</c> and its elder <c>v1alpha</c>: clients that have no proto file ask what there is. The two differ by the name of
/// their package alone, so that the messages of the one are those of the other on the wire.
/// </summary>
internal sealed class ReflectionService
{
    private static readonly IReadOnlyList<ServiceDescriptor> Own =
    [
        Protos.Reflection.ReflectionReflection.Descriptor.Services[0],
        Protos.ReflectionAlpha.ReflectionReflection.Descriptor.Services[0],
    ];

    private readonly DescriptorIndex index;
    private readonly ListServiceResponse services = new();

    /// <param name="others">The services that are served beside it.</param>
    public ReflectionService(IEnumerable<GrpcService> others)
    {
        List<ServiceDescriptor> all = [.. others.Select(service => service.Descriptor).Concat(Own)];
        index = new DescriptorIndex(all.Select(service => service.File));
        services.Service.AddRange(
            all.Select(service => service.FullName)
                .Order(StringComparer.Ordinal)
                .Select(name => new ServiceResponse { Name = name })
        );
    }

    public IEnumerable<GrpcService> ToServices() =>
        Own.Select(descriptor => new GrpcService(
            descriptor,
            isOpen: false,
            new BidirectionalMethod<Request, Response>("ServerReflectionInfo", Answer)
        ));

    private Response Answer(Request request)
    {
        var response = new Response { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case Asked.ListServices:
                response.ListServicesResponse = services;
                break;
            case Asked.FileByFilename:
                Tell(response, index.File(request.FileByFilename), request.FileByFilename);
                break;
            case Asked.FileContainingSymbol:
                Tell(
                    response,
                    index.FileOf(request.FileContainingSymbol),
                    request.FileContainingSymbol
                );
                break;
            case Asked.FileContainingExtension:
                // Nothing is extended here: all files are of proto3.
                var extension = request.FileContainingExtension;
                Refuse(
                    response,
                    GrpcCode.NotFound,
                    $"there is no extension {extension.ExtensionNumber} of {extension.ContainingType}"
                );
                break;
            case Asked.AllExtensionNumbersOfType
                when index.IsMessage(request.AllExtensionNumbersOfType):
                response.AllExtensionNumbersResponse = new ExtensionNumberResponse
                {
                    BaseTypeName = request.AllExtensionNumbersOfType,
                };
                break;
            case Asked.AllExtensionNumbersOfType:
                Refuse(
                    response,
                    GrpcCode.NotFound,
                    $"there is no message {request.AllExtensionNumbersOfType}"
                );
                break;
            default:
                Refuse(response, GrpcCode.InvalidArgument, "the request asks for nothing");
                break;
        }
        return response;
    }

    private static void Tell(Response response, FileDescriptor? file, string asked)
    {
        if (file is null)
        {
            Refuse(response, GrpcCode.NotFound, $"{asked} is not known here");
            return;
        }
        response.FileDescriptorResponse = new FileDescriptorResponse();
        response.FileDescriptorResponse.FileDescriptorProto.AddRange(
            DescriptorIndex.WithImports(file).Select(found => found.SerializedData)
        );
    }

    private static void Refuse(Response response, GrpcCode code, string message) =>
        response.ErrorResponse = new ErrorResponse
        {
            ErrorCode = (int)code,
            ErrorMessage = message,
        };
}
