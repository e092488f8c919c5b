using Guitai.Contracts.Terminal;

namespace Guitai.Simulate.Cards;

/// <summary>What customers do with chips at a terminal.</summary>
internal static class ChipCourses
{
    private static readonly TimeSpan s_signedIn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_told = TimeSpan.FromMinutes(1);

    /// <summary>The course whose terminal has no parameters yet.</summary>
    public const string Download = "chip-download";

    /// <summary>The course in which nothing is approved.</summary>
    public const string Refused = "chip-sale-declines-approval";

    /// <summary>Every course by its name.</summary>
    public static IReadOnlyDictionary<string, Func<CardWorld, Task>> All { get; } =
        new Dictionary<string, Func<CardWorld, Task>>(StringComparer.Ordinal)
        {
            [Download] = w => w.Clerk.PayAsync(PaymentKind.Sale, 20_00, customer: Customer.InsertsWithPin),
            ["chip-sale"] = w => w.Clerk.PayAsync(PaymentKind.Sale, 20_00, customer: Customer.InsertsWithPin),
            [Refused] = w => w.Clerk.PayAsync(PaymentKind.Sale, 20_00, customer: Customer.InsertsRefusing),
            ["chip-sale-scripts"] = async w =>
            {
                w.Issuer.SendsScripts = true;
                await w.Clerk.PayAsync(PaymentKind.Sale, 20_00, customer: Customer.InsertsWithPin);
                w.Issuer.SendsScripts = false;
                await w.Clerk.PayAsync(PaymentKind.Sale, 30_00, customer: Customer.InsertsWithPin);
            },
            ["chip-tap"] = w => w.Clerk.PayAsync(PaymentKind.Sale, 20_00, customer: Customer.Taps),
            ["chip-tap-pin"] = w => w.Clerk.PayAsync(PaymentKind.Sale, 1_200_00, customer: Customer.TapsWithPin),
            ["chip-alone"] = async w =>
            {
                // The limits come with the sign-in.
                await Task.Delay(s_signedIn, w.Scheduler.Outside.Clock);
                await w.Clerk.PayAsync(PaymentKind.Sale, 9_00, customer: Customer.InsertsWithoutPin);
                await Task.Delay(s_signedIn, w.Scheduler.Outside.Clock);
            },
            ["chip-offline"] = async w =>
            {
                await Task.Delay(s_signedIn, w.Scheduler.Outside.Clock);
                w.CutLine();
                await w.Clerk.PayAsync(PaymentKind.Sale, 60_00, customer: Customer.InsertsWithoutPin);
                w.LineIsCut = false;
                await Task.Delay(s_told, w.Scheduler.Outside.Clock);
            },
            ["chip-hold-completion"] = async w =>
            {
                var hold = await w.Clerk.PayAsync(PaymentKind.PreAuthorisation, 40_00, customer: Customer.InsertsWithPin);
                if (hold.State == PaymentState.Approved)
                {
                    await w.Clerk.PayAsync(PaymentKind.Completion, 45_00, hold.Id);
                }
            },
            ["chip-void"] = async w =>
            {
                var sale = await w.Clerk.PayAsync(PaymentKind.Sale, 20_00, customer: Customer.InsertsWithPin);
                if (sale.State == PaymentState.Approved)
                {
                    await w.Clerk.PayAsync(PaymentKind.GiveBack, 20_00, sale.Id);
                }
            },
            ["chip-settlement"] = async w =>
            {
                await w.Clerk.PayAsync(PaymentKind.Sale, 20_00, customer: Customer.InsertsWithPin);
                await w.Clerk.SettleAsync();
                await w.Clerk.PayAsync(PaymentKind.Sale, 30_00, customer: Customer.Taps);
            },
        };
}
