using Dapper;
using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Staff;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Till.Cards;
using Guitai.Till.Desk;
using Guitai.Till.Journal;
using Guitai.Till.Pages;
using Guitai.Till.Receipts;
using Guitai.Till.Staff;
using Guitai.Till.Tenders;

namespace Guitai.Till.Refunds;

/// <summary>Refunds that give something back to cards: one payment for each card, one after the other; the refund is booked in the commit that takes in
/// the last one's approval. What went back and cannot be followed by the rest keeps it open, until the rest goes back too.</summary>
public sealed class CardRefunds
{
    private readonly TillDesk _desk;
    private readonly CardBook _book;
    private readonly CardWatch _watch;
    private readonly Login _login;
    private readonly RefundDesk _refunds;
    private readonly PrintQueue _printing;
    private readonly Dictionary<Guid, OpenRefund> _open = [];

    internal CardRefunds(TillDesk desk, CardBook book, CardWatch watch, Login login, RefundDesk refunds, PrintQueue printing) =>
        (_desk, _book, _watch, _login, _refunds, _printing) = (desk, book, watch, login, refunds, printing);

    /// <summary>Those not booked yet, oldest first. Called in turn.</summary>
    public IReadOnlyList<OpenRefundView> Views() => [.. _open.Values.OrderBy(r => r.AskedAtMs).Select(View)];

    /// <summary>Tries again what a card was not given.</summary>
    public async Task<Outcome<bool>> AgainAsync(PageContext page, OpenRefundRequest request)
    {
        var outcome = await FailedAsync(
            page,
            request,
            (actor, refund, failed) =>
            {
                var again = refund.Instead(failed.Id, failed with { Id = request.CommandId });
                return AskAsync(again, again.Next!, CardPayment.OperatorOf(actor.Staff), actor.Id);
            }
        );
        _watch.Wake();
        return outcome;
    }

    /// <summary>Gives in cash what a card was not given, once another card of the same refund has its part: it cannot be taken back any more.</summary>
    public Task<Outcome<bool>> InCashAsync(PageContext page, OpenRefundRequest request) =>
        FailedAsync(
            page,
            request,
            (_, refund, failed) =>
                refund.MayBeDropped
                    ? Task.FromResult<Outcome<bool>>(new Refusal("refund.to-the-card"))
                    : GoOnAsync(refund.Instead(failed.Id, InCash(failed)))
        );

    /// <summary>Leaves a refund of which nothing has gone back.</summary>
    public Task<Outcome<bool>> DropAsync(PageContext page, OpenRefundRequest request) =>
        FailedAsync(
            page,
            request,
            async (_, refund, _) =>
            {
                if (!refund.MayBeDropped)
                {
                    return new Refusal("refund.half-done");
                }

                var transaction = _desk.NewTransaction();
                transaction.Write.Delete(TillTables.OpenRefund, refund.Id);
                if (await _desk.CommitAsync(transaction) is { } full)
                {
                    return full;
                }

                _open.Remove(refund.Id);
                _desk.SaySomethingChanged();
                return true;
            }
        );

    internal OpenRefund? Find(Guid id) => _open.GetValueOrDefault(id);

    internal bool IsUnderWay(Guid saleId) => _open.Values.Any(r => r.OriginalOrderId == saleId);

    /// <summary>At start: what is not booked yet.</summary>
    internal void Load()
    {
        foreach (var body in _desk.Store.Read(c => c.Query<string>("SELECT body FROM open_refund").ToList()))
        {
            var refund = TillJson.Read<OpenRefund>(body);
            _open[refund.Id] = refund;
        }
    }

    /// <summary>Writes a refund down and its first card's payment with it; only then the terminal is asked.</summary>
    internal async Task<Outcome<Guid>> BeginAsync(Actor actor, OpenRefund refund)
    {
        if (_watch.Line is null)
        {
            return CardRefusals.NoTerminal;
        }

        var asked = await AskAsync(refund, refund.Next!, CardPayment.OperatorOf(actor.Staff), actor.Id);
        _watch.Wake();
        return asked.Refusal is { } refusal ? refusal : refund.Id;
    }

    /// <summary>Takes in what was heard of a card's part.</summary>
    internal void Take(CardCommit commit, CardPayment payment)
    {
        if (Find(payment.OrderId!.Value) is not { } refund || refund.Tenders.FirstOrDefault(t => t.Id == payment.Id) is not { } tender)
        {
            return;
        }

        var state =
            payment.IsOpen ? TenderState.Unknown
            : payment.IsApproved ? TenderState.Confirmed
            : TenderState.Failed;
        var reason = state == TenderState.Failed ? payment.Reason ?? new Refusal("payment.declined") : null;
        var next = refund.With(payment.Id, new RefundPart(state, reason));
        if (state != TenderState.Confirmed)
        {
            Put(commit, next);
            return;
        }

        var given = tender with { Card = payment.Card, AtMs = payment.EndedAtMs, Reference = payment.Card?.Reference };
        GoOn(commit, next with { Tenders = [.. next.Tenders.Select(t => t.Id == payment.Id ? given : t)] }, payment.Operator);
        if (payment.SlipWaits || payment.IsByCode)
        {
            return;
        }

        var job = _printing.Promise(commit.Transaction.Write, PrintKind.CardMerchant, payment.Id, copy: 0);
        commit.Then.Add(() => _printing.Start(job, openDrawer: false));
    }

    /// <summary>Refunds whose cards have everything, but no shift was open to book them.</summary>
    internal IEnumerable<OpenRefund> Paid() => _open.Values.Where(r => r.Next is null);

    /// <summary>Books one of those.</summary>
    internal void Finish(CardCommit commit)
    {
        if (Paid().FirstOrDefault() is { } refund)
        {
            GoOn(commit, refund, 0);
        }
    }

    private void GoOn(CardCommit commit, OpenRefund refund, int operatorNumber)
    {
        if (refund.Next is { } next)
        {
            Ask(commit, refund, next, operatorNumber, refund.StaffId);
        }
        else if (_desk.State.Shift is null)
        {
            Put(commit, refund);
        }
        else
        {
            commit.Then.Add(_refunds.Complete(commit.Transaction, refund));
            commit.Transaction.Write.Delete(TillTables.OpenRefund, refund.Id);
            commit.Then.Add(() => _open.Remove(refund.Id));
        }
    }

    private void Ask(CardCommit commit, OpenRefund refund, Tender tender, int operatorNumber, Guid staffId)
    {
        var payment = new CardPayment
        {
            Id = tender.Id,
            Purpose = CardPurpose.Refund,
            Kind = PaymentKind.GiveBack,
            AmountMinor = tender.AmountMinor,
            Of = tender.OriginalTenderId,
            OrderId = refund.Id,
            Operator = operatorNumber,
            StaffId = staffId,
            AskedAtMs = _desk.NowMs,
        };
        CardBook.Put(commit.Transaction.Write, payment);
        Put(commit, refund.With(tender.Id, new RefundPart(TenderState.Asked)));
        commit.Then.Add(() => _book.Add(payment));
    }

    private void Put(CardCommit commit, OpenRefund refund)
    {
        commit.Transaction.Write.Upsert(TillTables.OpenRefund, refund.Id, TillJson.Write(refund));
        commit.Then.Add(() => _open[refund.Id] = refund);
    }

    private Task<Outcome<bool>> AskAsync(OpenRefund refund, Tender tender, int operatorNumber, Guid staffId) =>
        CommitAsync(commit => Ask(commit, refund, tender, operatorNumber, staffId));

    private Task<Outcome<bool>> GoOnAsync(OpenRefund refund) => CommitAsync(commit => GoOn(commit, refund, 0));

    private async Task<Outcome<bool>> CommitAsync(Action<CardCommit> change)
    {
        var commit = new CardCommit(_desk.NewTransaction());
        change(commit);
        if (await _desk.CommitAsync(commit.Transaction) is { } full)
        {
            return full;
        }

        commit.Then.ForEach(then => then());
        _desk.SaySomethingChanged();
        return true;
    }

    private Task<Outcome<bool>> FailedAsync(
        PageContext page,
        OpenRefundRequest request,
        Func<Actor, OpenRefund, Tender, Task<Outcome<bool>>> work
    ) =>
        _desk.CommandAsync<bool>(
            page,
            request.CommandId,
            async actor =>
            {
                if (Find(request.RefundId) is not { } refund || (refund.Next is { } next && next.Id == request.CommandId))
                {
                    return true;
                }

                if (_watch.Line is null)
                {
                    return CardRefusals.NoTerminal;
                }

                if (refund is not { HasFailed: true, Next: { } failed })
                {
                    return new Refusal("refund.under-way");
                }

                var authorised = await _login.AuthoriseAsync(actor, Right.Refund, request.Approval);
                return authorised.Refusal is { } unauthorised ? unauthorised : await work(actor, refund, failed);
            }
        );

    private Tender InCash(Tender card) =>
        new(_desk.Ids.Next(), Tender.Cash, card.AmountMinor, card.AmountMinor, 0) { OriginalTenderId = card.OriginalTenderId };

    private static OpenRefundView View(OpenRefund refund) =>
        new(
            refund.Id,
            refund.OriginalOrderId,
            refund.OriginalReceiptNumber,
            refund.Refund.Totals.TotalMinor,
            refund.Reason,
            [
                .. refund
                    .Tenders.Where(OpenRefund.IsOfCard)
                    .Select(t => new OpenRefundPartView(
                        t.Id,
                        t.AmountMinor,
                        refund.StateOf(t),
                        t.Reference,
                        refund.Parts.GetValueOrDefault(t.Id)?.Reason
                    )),
            ],
            refund.HasFailed,
            refund.MayBeDropped,
            refund.AskedAtMs
        );
}
