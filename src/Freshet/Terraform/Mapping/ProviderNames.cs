namespace Freshet.Terraform.Mapping;

/// <summary>How a provider's names are written, in its audit log and in Terraform.</summary>
internal static class ProviderNames
{
    /// <summary>How names of calls and ids of resources are compared: Azure writes them in several cases and means the same.</summary>
    public static StringComparer Comparer(this CloudProvider provider) =>
        provider == CloudProvider.Azure ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>What the provider's Terraform resource types begin with.</summary>
    public static string TypePrefix(this CloudProvider provider) =>
        provider switch
        {
            CloudProvider.Aws => "aws_",
            CloudProvider.Gcp => "google_",
            _ => "azurerm_",
        };

    /// <summary>Whose resource a type of Terraform's is; AWS's where it is none of the others'.</summary>
    public static CloudProvider OfType(string type) =>
        Enum.GetValues<CloudProvider>()
            .FirstOrDefault(provider =>
                type.StartsWith(provider.TypePrefix(), StringComparison.Ordinal)
            );

    /// <summary>What <c>request</c> stands for at the start of a path.</summary>
    public static string RequestPath(this CloudProvider provider) =>
        provider switch
        {
            CloudProvider.Aws => "requestParameters",
            CloudProvider.Gcp => "protoPayload.request",
            _ => "properties.requestbody",
        };

    /// <summary>What <c>response</c> stands for at the start of a path.</summary>
    public static string ResponsePath(this CloudProvider provider) =>
        provider switch
        {
            CloudProvider.Aws => "responseElements",
            CloudProvider.Gcp => "protoPayload.response",
            _ => "properties.responseBody",
        };

    /// <summary>The part of a name that a pattern of one word is compared with: what follows the last dot.</summary>
    public static ReadOnlySpan<char> LastWord(string name) =>
        name.AsSpan(name.LastIndexOf('.') + 1);

    /// <summary>The service of an Azure operation: <c>Microsoft.Network</c> of <c>Microsoft.Network/virtualNetworks/write</c>.</summary>
    public static string ServiceOf(string azureOperation) =>
        azureOperation.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
            ? azureOperation[..slash]
            : "";
}
