using Guitai.Sandbox.Issuer.Cards;

namespace Guitai.Sandbox.Issuer.Books;

/// <content>Orders: sales whose code the shop shows, and which any card may pay from its holder's phone.</content>
internal sealed partial class IssuerBooks
{
    /// <summary>How long an order can be paid.</summary>
    public const long OrderMs = 180_000;

    /// <summary>How an order stands.</summary>
    /// <returns>The order; null when there is none. The position up to which the journal has to be written before anybody is told. The code is what an inquiry is answered with: 00 paid, 09 not yet, 68 over or turned round.</returns>
    public (Transaction? Order, ushort Code, long Position) Standing(TransactionKey key, long nowMs)
    {
        lock (_lock)
        {
            return Find(key) is not { Kind: TransactionKind.Sale } order
                ? (null, Codes.OriginalUnknown, 0)
                : (order, CodeOf(order, nowMs), _journal.Position);
        }
    }

    /// <summary>Pays an order from a card.</summary>
    /// <returns>The code: 00, or why not. What it moved is in the journal when this returns.</returns>
    public ushort Pay(TransactionKey key, long amountMinor, CardPlace place, long nowMs)
    {
        long position;
        lock (_lock)
        {
            if (Find(key) is not { Kind: TransactionKind.Sale } order)
            {
                return Codes.OriginalUnknown;
            }

            var code = CodeOf(order, nowMs);
            if (code != Codes.InProgress)
            {
                return code == Codes.Approved ? Codes.Duplicate : code;
            }

            var card = Account(place);
            code = order.AmountMinor != amountMinor ? Codes.Amount : Decision.OfPhone(card, amountMinor);
            if (code != Codes.Approved)
            {
                return code;
            }

            var paid = order.PaidBy(card, _approvals + 1);
            Apply(paid);
            position = _journal.Append(paid);
        }

        _journal.Flush(position);
        return Codes.Approved;
    }

    private static ushort CodeOf(Transaction order, long nowMs) =>
        order.Reversed ? Codes.Late
        : order.Code != Codes.InProgress ? order.Code
        : nowMs >= order.AtMs + OrderMs ? Codes.Late
        : Codes.InProgress;
}
