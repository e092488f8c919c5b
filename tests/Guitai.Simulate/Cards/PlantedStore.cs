using Guitai.Contracts.Terminal;
using Guitai.Foundation.Store;
using Guitai.Terminal.Journal;

namespace Guitai.Simulate.Cards;

/// <summary>A journal with a planted defect.</summary>
internal sealed class PlantedStore(CardBug bug, ITerminalStore inner) : ITerminalStore
{
    public static ITerminalStore Of(CardBug bug, ITerminalStore store) => bug != CardBug.None ? new PlantedStore(bug, store) : store;

    public Books Load() =>
        inner.Load() is var books && bug == CardBug.NumbersTwice && books.LastTrace > 1
            ? books with
            {
                LastTrace = books.LastTrace - 1,
            }
            : books;

    public Task<WriteResult> CommitAsync(
        IReadOnlyList<Entry> entries,
        Books after,
        IReadOnlyList<Payment> changed,
        IReadOnlyList<CardRow> cards
    ) =>
        bug == CardBug.NoIntent && entries is [Intended] ? Task.FromResult(WriteResult.Committed)
        : bug == CardBug.DeclinesApprovals && entries is [Answered { Approved: true } answered]
            ? inner.CommitAsync([answered with { Approved = false, Code = "05" }], after, changed, cards)
        : bug == CardBug.ChipRefusalForgotten && entries is [ReversalDue { Because: not null } due]
            ? inner.CommitAsync(
                entries,
                after,
                [.. changed.Select(p => p.Id == due.Payment ? p with { Phase = Phase.Declined, EndedAtMs = due.AtMs } : p)],
                cards
            )
        : inner.CommitAsync(entries, after, changed, cards);

    public Payment? Find(Guid id) => inner.Find(id);

    public byte[]? Card(Guid payment) => inner.Card(payment);

    public IReadOnlyList<Payment> OfBatch(int batch) => inner.OfBatch(batch);

    public IReadOnlyList<Payment> List(PaymentQuery query) => inner.List(query);

    public Task ForgetCardsAsync(long beforeMs) => inner.ForgetCardsAsync(beforeMs);
}
