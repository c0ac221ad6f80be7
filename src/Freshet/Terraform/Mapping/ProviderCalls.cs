namespace Freshet.Terraform.Mapping;

/// <summary>What is known of one provider's calls.</summary>
internal sealed class ProviderCalls(CloudProvider provider)
{
    /// <summary>Each service's own, by the name that the audit log has for it.</summary>
    public Dictionary<string, ServiceCalls> Services { get; } = new(provider.Comparer());

    /// <summary>What holds in all services.</summary>
    public ServiceCalls Any { get; } = new(provider);

    public ServiceCalls Of(string service)
    {
        if (!Services.TryGetValue(service, out var calls))
        {
            calls = new(provider);
            Services.Add(service, calls);
        }
        return calls;
    }
}
