namespace Guitai.Sandbox.Wallets.Phone;

/// <summary>An order whose code a shop shows now.</summary>
/// <param name="Reference">By what its code names it (object 62.05).</param>
/// <param name="Text">What the code says (EMV QRCPS Merchant-Presented Mode).</param>
/// <param name="UntilMs">Can be paid until then, Unix milliseconds.</param>
public sealed record ShownOrder(string Reference, string Text, string Merchant, long AmountMinor, long UntilMs);

/// <summary>What a phone's UnionPay app asks its network: orders that shops show, to be paid by a card of its owner's.</summary>
public interface IUnionPayNetwork
{
    /// <summary>Orders that can be paid now, the newest first.</summary>
    IReadOnlyList<ShownOrder> Orders();

    /// <summary>How an order stands: 00 paid, 09 not yet, 68 over, 25 none.</summary>
    /// <param name="reference">From its code.</param>
    string OrderStanding(string reference);

    /// <summary>Pays an order.</summary>
    /// <param name="reference">From its code.</param>
    /// <param name="amountMinor">From its code, too: another amount is refused.</param>
    /// <param name="card">The card's place in its program.</param>
    /// <returns>The code: 00, or why not.</returns>
    string PayOrder(string reference, long amountMinor, int card);
}
