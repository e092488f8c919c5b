using Guitai.Contracts.Terminal;

namespace Guitai.Simulate.Cards;

/// <summary>What cashiers do with cards at a till, course by course.</summary>
internal static class TillCourses
{
    public const string Cola = "1001";
    public const string Bread = "1002";

    private static readonly Dictionary<string, int> s_approved = new(StringComparer.Ordinal)
    {
        ["till-two-cards"] = 2,
        ["till-taken-back"] = 2,
        ["till-refunds"] = 3,
        ["till-refund-mixed"] = 4,
        ["till-hold-completion"] = 2,
        ["till-hold-cancel"] = 2,
        ["till-put-aside"] = 0,
        ["till-refund-after-settlement"] = 2,
        ["till-code-never-paid"] = 0,
        ["till-code-taken-back"] = 2,
        ["till-code-refunds"] = 3,
    };

    /// <summary>How many payments are approved when nothing goes wrong; a course in which nothing happens would prove nothing.</summary>
    public static int Approved(string course) => s_approved.GetValueOrDefault(course, 1);

    /// <summary>Every course by its name.</summary>
    public static IReadOnlyDictionary<string, Func<CardWorld, Task>> All { get; } =
        new Dictionary<string, Func<CardWorld, Task>>(StringComparer.Ordinal)
        {
            ["till-sale"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order);
                await w.Cashier.EndAsync(order);
            },
            ["till-signed"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order, customer: Customer.Types);
                await w.Cashier.EndAsync(order);
            },
            ["till-card-first"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order, cardFirst: true);
                await w.Cashier.EndAsync(order);
            },
            ["till-part-cash"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order, 5_00);
                await w.Cashier.EndAsync(order);
            },
            ["till-two-cards"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order, 5_00);
                await w.Cashier.PayByCardAsync(order);
                await w.Cashier.EndAsync(order);
            },
            ["till-given-up"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order, customer: Customer.WalksOff);
                await w.Cashier.PayByCardAsync(order);
                await w.Cashier.EndAsync(order);
            },
            ["till-taken-back"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                if (await w.Cashier.PayByCardAsync(order, 5_00) is { } tender)
                {
                    await w.Cashier.TakeBackAsync(order, tender);
                }

                await w.Cashier.EndAsync(order);
            },
            ["till-refunds"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread, Cola);
                await w.Cashier.PayByCardAsync(order);
                await w.Cashier.EndAsync(order);
                await w.Cashier.RefundAsync(order, Cola);
                await w.Cashier.RefundAsync(order);
            },
            ["till-refund-mixed"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order, 5_00);
                await w.Cashier.PayByCardAsync(order, 3_00);
                await w.Cashier.EndAsync(order);
                await w.Cashier.RefundAsync(order);
            },
            ["till-hold-completion"] = async w =>
            {
                var hold = await w.Cashier.OwnAsync(PaymentKind.PreAuthorisation, 20_00);
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order, of: hold);
                await w.Cashier.EndAsync(order);
            },
            ["till-hold-cancel"] = async w =>
            {
                if (await w.Cashier.OwnAsync(PaymentKind.PreAuthorisation, 20_00) is { } hold)
                {
                    await w.Cashier.OwnAsync(PaymentKind.PreAuthorisationCancel, null, hold);
                }
            },
            ["till-balance"] = w => w.Cashier.OwnAsync(PaymentKind.Balance, null),
            ["till-put-aside"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PutAsideAsync(order, Customer.LosesTheLine);
                var other = await w.Cashier.RingAsync(Cola);
                await w.Cashier.EndAsync(other);
                w.LineIsCut = false;
                await w.Cashier.FinishAsync(order);
            },
            ["till-terminal-away"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PutAsideAsync(order, Customer.LosesTheTerminal);
                var other = await w.Cashier.RingAsync(Cola);
                await w.Cashier.EndAsync(other);
                w.TerminalIsAway = false;
                await w.Cashier.FinishAsync(order);
            },
            ["till-shift-between"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PutAsideAsync(order, Customer.LosesTheTerminal);
                await w.Cashier.CloseShiftAsync();
                w.TerminalIsAway = false;
                await Task.Delay(TimeSpan.FromMinutes(1), w.Scheduler.Outside.Clock);
                await w.Cashier.OpenShiftAsync();
                await w.Cashier.FinishAsync(order);
            },
            ["till-offline"] = async w =>
            {
                await Task.Delay(TimeSpan.FromSeconds(5), w.Scheduler.Outside.Clock);
                w.CutLine();
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order, customer: Customer.SwipesWithoutPin);
                await w.Cashier.EndAsync(order);
                w.LineIsCut = false;
                await Task.Delay(TimeSpan.FromMinutes(3), w.Scheduler.Outside.Clock);
            },
            ["till-chip"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order, customer: Customer.InsertsWithPin);
                await w.Cashier.EndAsync(order);
            },
            ["till-tap"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order, customer: Customer.Taps);
                await w.Cashier.EndAsync(order);
            },
            ["till-code-scanned"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCodeAsync(order);
                await w.Cashier.EndAsync(order);
            },
            ["till-code-password"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCodeAsync(order, TimeSpan.FromSeconds(6), part: 5_00);
                await w.Cashier.EndAsync(order);
            },
            ["till-code-shown"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCodeAsync(order, TimeSpan.FromSeconds(8), shows: true);
                await w.Cashier.EndAsync(order);
            },
            ["till-code-never-paid"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCodeAsync(order, TimeSpan.FromHours(1));
                await w.Cashier.EndAsync(order);
            },
            ["till-code-taken-back"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                if (await w.Cashier.PayByCodeAsync(order, part: 5_00) is { } tender)
                {
                    await w.Cashier.TakeBackAsync(order, tender);
                }

                await w.Cashier.EndAsync(order);
            },
            ["till-code-refunds"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread, Cola);
                await w.Cashier.PayByCodeAsync(order);
                await w.Cashier.EndAsync(order);
                await w.Cashier.RefundAsync(order, Cola);
                await w.Cashier.RefundAsync(order);
            },
            ["till-refund-after-settlement"] = async w =>
            {
                var order = await w.Cashier.RingAsync(Bread);
                await w.Cashier.PayByCardAsync(order);
                await w.Cashier.EndAsync(order);
                await w.Cashier.SettleAsync();
                await w.Cashier.RefundAsync(order);
            },
        };
}
