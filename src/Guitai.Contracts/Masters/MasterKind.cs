namespace Guitai.Contracts.Masters;

/// <summary>What a master is. The numbers are stored and sent; they never change meaning.</summary>
public enum MasterKind
{
    Merchant = 1,
    Store = 2,
    Staff = 3,
    Category = 4,
    TaxClass = 5,
    Product = 6,
    Picture = 7,
    Till = 8,
    TenderType = 9,
}

/// <summary>One change of the masters' numbered stream, from the shop down to its tills.</summary>
/// <param name="Number">Position in the merchant's stream: 1, 2, 3 …. A till applies a change only after all before it.</param>
/// <param name="ChangeId">Made once for this change; tells a restored shop's stream from the one a till already followed.</param>
/// <param name="Kind">Which record the body holds.</param>
/// <param name="Id">The master's own id, as text.</param>
/// <param name="Deleted">True for a tombstone; the body is then empty.</param>
/// <param name="Body">The record as JSON (<see cref="ContractJson"/>).</param>
public sealed record MasterChange(long Number, Guid ChangeId, MasterKind Kind, string Id, bool Deleted, string Body);
