namespace Guitai.Shop.Settings;

/// <summary>Where this server lets tills in. Without an authority it has no door: a till then runs in the shop's own process, or none does.</summary>
public sealed class TillDoor
{
    /// <summary>No door yet.</summary>
    public TillAuthority? Authority { get; private set; }

    /// <summary>Addresses as a person types them, the likeliest first.</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <summary>Said once, before or when the server starts to listen.</summary>
    public void Open(TillAuthority authority, IReadOnlyList<string> addresses) => (Authority, Addresses) = (authority, addresses);
}
