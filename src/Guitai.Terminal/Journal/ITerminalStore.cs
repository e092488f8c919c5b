using Guitai.Contracts.Terminal;
using Guitai.Foundation.Store;
using Guitai.Terminal.Cards;

namespace Guitai.Terminal.Journal;

/// <summary>What is kept of the card of a payment that gets its numbers now.</summary>
public sealed record CardRow(Guid Payment, byte[] Seal);

/// <summary>Where the journal and its projections are kept.</summary>
public interface ITerminalStore
{
    /// <summary>The books as they are on disk, with the payments that are open and those that they follow.</summary>
    Books Load();

    /// <summary>Makes entries true: they, what they changed, and the cards that belong to them, together or not at all.</summary>
    /// <param name="entries">In order.</param>
    /// <param name="after">The books after them.</param>
    /// <param name="changed">Payments that they changed.</param>
    /// <param name="cards">Sealed cards.</param>
    Task<WriteResult> CommitAsync(IReadOnlyList<Entry> entries, Books after, IReadOnlyList<Payment> changed, IReadOnlyList<CardRow> cards);

    /// <summary>A payment; null when there is none of that id.</summary>
    Payment? Find(Guid id);

    /// <summary>The sealed card of a payment; null when it is gone.</summary>
    byte[]? Card(Guid payment);

    /// <summary>The approved payments of a batch, in the order of their numbers.</summary>
    IReadOnlyList<Payment> OfBatch(int batch);

    /// <summary>Payments, newest first.</summary>
    IReadOnlyList<Payment> List(PaymentQuery query);

    /// <summary>Forgets the cards of payments that are older than that.</summary>
    Task ForgetCardsAsync(long beforeMs);
}
