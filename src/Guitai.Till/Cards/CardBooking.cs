using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Till.Desk;
using Guitai.Till.Journal;

namespace Guitai.Till.Cards;

/// <summary>A commit that takes in what was heard of a payment, and what is done once it is durable.</summary>
internal sealed class CardCommit(TillTransaction transaction)
{
    public TillTransaction Transaction { get; } = transaction;

    public List<Action> Then { get; } = [];
}

/// <summary>Takes what is heard of payments into the till's books: row, tender and fact in one commit.</summary>
internal sealed class CardBooking(TillDesk desk, CardBook book, Action wake)
{
    private static readonly TimeSpan s_signing = TimeSpan.FromMinutes(2);

    /// <summary>Takes what was heard of a payment into the till's books.</summary>
    public Action<CardCommit, CardPayment> Take { get; set; } = (_, _) => { };

    /// <summary>Promises the shop's slip that waited for a signature.</summary>
    public Action<CardCommit, CardPayment> PrintSlip { get; set; } = (_, _) => { };

    /// <summary>Ends what is paid and waited only for a shift.</summary>
    public Action<CardCommit> Finish { get; set; } = _ => { };

    public Func<bool> HasToFinish { get; set; } = () => false;

    /// <summary>Takes in that nothing came of it.</summary>
    /// <returns>False: the disk did not take it, and it is to be heard again.</returns>
    public Task<bool> EndAsync(LivePayment live, PaymentState state, Refusal reason) =>
        BookAsync(live, () => live.Payment with { State = state, Reason = reason, EndedAtMs = desk.NowMs });

    /// <summary>The slip waits no longer: it was signed on the screen, or it will be on paper.</summary>
    public async Task<Outcome<bool>> EndSigningAsync(LivePayment live, CardSlip? slip)
    {
        var signed = live.Payment.Signed(slip);
        var commit = new CardCommit(desk.NewTransaction());
        CardBook.Put(commit.Transaction.Write, signed);
        PrintSlip(commit, signed);
        if (await desk.CommitAsync(commit.Transaction) is { } full)
        {
            return full;
        }

        book.Keep(signed);
        commit.Then.ForEach(then => then());
        desk.SaySomethingChanged();
        return true;
    }

    // Called in turn. False: the disk did not take it, and it is to be heard again.
    private async Task<bool> HearSigningAsync(LivePayment live, PaymentView? view)
    {
        (live.View, live.Reached) = (view ?? live.View, true);
        desk.SaySomethingChanged();
        var waited = desk.NowMs - live.Payment.EndedAtMs > s_signing.TotalMilliseconds;
        return view is null
            || (view is { Frame: not null, Slip.Signature: null } && !waited)
            || (await EndSigningAsync(live, view.Slip)).Ok;
    }

    /// <summary>Takes in what the terminal says.</summary>
    /// <returns>False: the disk did not take it, and it is to be heard again.</returns>
    public Task<bool> HearAsync(LivePayment live, PaymentView view) =>
        BookAsync(
            live,
            () =>
            {
                // A look that waited may answer after a cancel that was asked later.
                if (live is { Reached: true, View: { } before } && !view.HasEnded && before.Version > view.Version)
                {
                    return live.Payment;
                }

                (live.View, live.Reached) = (view, true);
                desk.SaySomethingChanged();
                return view.HasEnded || view.State == PaymentState.Unknown ? live.Payment.Seen(view, desk.NowMs) : live.Payment;
            },
            view
        );

    private Task<bool> BookAsync(LivePayment live, Func<CardPayment> see, PaymentView? view = null) =>
        desk.InTurnAsync(async () =>
        {
            if (!live.Payment.IsOpen)
            {
                return !live.Payment.SlipWaits || await HearSigningAsync(live, view);
            }

            if (desk.Place is null)
            {
                return false;
            }

            var seen = see();
            if (seen.State == live.Payment.State && seen.IsOpen)
            {
                return true;
            }

            var commit = new CardCommit(desk.NewTransaction());
            CardBook.Put(commit.Transaction.Write, seen);
            Take(commit, seen);
            if (await desk.CommitAsync(commit.Transaction) is not null)
            {
                return false;
            }

            book.Keep(seen);
            commit.Then.ForEach(then => then());
            desk.SaySomethingChanged();
            wake();
            return true;
        });

    /// <summary>Books what is complete; one at a time, since each takes the next number.</summary>
    public Task FinishAsync() =>
        desk.InTurnAsync(async () =>
        {
            while (desk.State.Shift is not null && HasToFinish())
            {
                var commit = new CardCommit(desk.NewTransaction());
                Finish(commit);
                if (await desk.CommitAsync(commit.Transaction) is not null)
                {
                    return false;
                }

                commit.Then.ForEach(then => then());
                desk.SaySomethingChanged();
            }

            return true;
        });

    /// <summary>The terminal did not answer.</summary>
    public Task MissAsync(LivePayment live) =>
        desk.InTurnAsync(() =>
        {
            if (live.Reached)
            {
                live.Reached = false;
                desk.SaySomethingChanged();
            }

            return Task.FromResult(true);
        });
}
