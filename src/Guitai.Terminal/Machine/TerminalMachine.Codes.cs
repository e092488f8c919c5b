using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Terminal.Journal;

namespace Guitai.Terminal.Machine;

/// <content>Payments by code that wait for a customer: the host is asked until it says an end, or the time is over (docs/decisions/0024-codes.md).</content>
public sealed partial class TerminalMachine
{
    /// <summary>Until when the host waits for the customer of a payment by code, Unix milliseconds.</summary>
    public long CustomerUntilMs(Payment payment) =>
        payment.IntendedAtMs + (payment.Card?.Entry == CardEntry.Shown ? patience.ShownMs : patience.ScannedMs);

    private IEnumerable<Payment> Awaited => Books.Payments.Values.Where(p => p.Phase == Phase.Awaited);

    // What the last process waited for this one waits for too: nothing of it was in that one's memory alone.
    private void TakeOverAwaited()
    {
        foreach (var payment in Awaited)
        {
            _hands[payment.Id] = new Hand
            {
                Card = payment.Card,
                PinIsSettled = true,
                WaitsSinceMs = payment.IntendedAtMs,
            };
        }
    }

    // The host goes on asking the wallet. A code that should be shown and did not come is of no use to anybody.
    private Step Goes(Flight flight, HostAnswer answer, long nowMs)
    {
        var payment = Books.Payments[flight.Payment!.Value];
        if (payment.Card!.Entry == CardEntry.Shown && answer.Shown.Length == 0)
        {
            return Well(new ReversalDue(payment.Id, "96", nowMs));
        }

        LookAt(payment.Id, nowMs, nowMs + patience.InquiryMs);
        return Well(new AwaitsCustomer(payment.Id, answer.Rrn, answer.Shown, nowMs));
    }

    // The host was asked for longer than it waits itself: from now on it is taken back.
    private Step Overdue(long nowMs) =>
        Awaited.FirstOrDefault(p => nowMs >= EndOf(p)) is { } payment ? Done(new ReversalDue(payment.Id, "98", nowMs)) : Step.None;

    private long EndOf(Payment payment) => CustomerUntilMs(payment) + patience.HostIsLateMs;

    private Payment? ToAskAbout(long nowMs)
    {
        var due = Awaited.Where(p => AskAtMs(p) <= nowMs).MinBy(AskAtMs);
        if (due is not null && HandOf(due.Id) is { } hand)
        {
            hand.AskAtMs = nowMs + (nowMs - due.IntendedAtMs < patience.SoonMs ? patience.InquiryMs : patience.LaterInquiryMs);
        }

        return due;
    }

    private long AskAtMs(Payment payment) => HandOf(payment.Id)?.AskAtMs ?? 0;

    private void LookAt(Guid payment, long nowMs, long askAtMs)
    {
        if (HandOf(payment) is { } hand)
        {
            (hand.WaitsSinceMs, hand.AskAtMs) = (nowMs, askAtMs);
        }
    }
}
