using Guitai.Contracts.Terminal;
using Guitai.Host.Terminals;

namespace Guitai.Simulate.Cards;

/// <summary>A course, and whether the till is in it.</summary>
/// <param name="Run">The course.</param>
/// <param name="AtTill">There is a till in it.</param>
/// <param name="IsFresh">The terminal has no parameters for chips yet.</param>
internal sealed record CardCourse(Func<CardWorld, Task> Run, bool AtTill, bool IsFresh = false)
{
    /// <summary>A world for it.</summary>
    public CardWorld World((CardStep, CardFault)? armed = null, CardBug bug = CardBug.None) =>
        new(1, armed, bug: bug, atTill: AtTill, isFresh: IsFresh);
}

/// <summary>What a day at a terminal consists of, course by course. Each goes on with what the till was told, as people do.</summary>
internal static class CardCourses
{
    /// <summary>Every course by its name: at the terminal alone, then at the till.</summary>
    public static IReadOnlyDictionary<string, CardCourse> All =>
        field ??= s_atTerminal
            .Select(c => (c.Key, Course: new CardCourse(c.Value, AtTill: false)))
            .Concat(ChipCourses.All.Select(c => (c.Key, Course: new CardCourse(c.Value, AtTill: false, c.Key == ChipCourses.Download))))
            .Concat(TillCourses.All.Select(c => (c.Key, Course: new CardCourse(c.Value, AtTill: true))))
            .ToDictionary(c => c.Key, c => c.Course, StringComparer.Ordinal);

    /// <summary>How many payments of it are approved when nothing goes wrong.</summary>
    public static int Approved(string course, CardWorld calm) =>
        calm.Till is not null ? TillCourses.Approved(course)
        : course == ChipCourses.Refused ? 0
        : calm.Told.Count;

    private static readonly Dictionary<string, Func<CardWorld, Task>> s_atTerminal = new Dictionary<string, Func<CardWorld, Task>>(
        StringComparer.Ordinal
    )
    {
        ["sale-pin"] = w => w.Clerk.PayAsync(PaymentKind.Sale, 10_00),
        ["sale-typed-signed"] = w => w.Clerk.PayAsync(PaymentKind.Sale, 10_00, customer: Customer.Types),
        ["sale-void"] = async w => await BackAsync(w, await w.Clerk.PayAsync(PaymentKind.Sale, 20_00), 20_00),
        ["sale-two-refunds"] = async w =>
        {
            var sale = await w.Clerk.PayAsync(PaymentKind.Sale, 30_00);
            await BackAsync(w, sale, 10_00);
            await BackAsync(w, sale, 20_00);
        },
        ["hold-completion"] = async w =>
        {
            if (await HoldAsync(w) is { } hold)
            {
                await w.Clerk.PayAsync(PaymentKind.Completion, 45_00, hold.Id);
            }
        },
        ["hold-cancel"] = async w =>
        {
            if (await HoldAsync(w) is { } hold)
            {
                await w.Clerk.PayAsync(PaymentKind.PreAuthorisationCancel, null, hold.Id);
            }
        },
        ["hold-completion-cancel"] = async w =>
        {
            if (await HoldAsync(w) is { } hold)
            {
                await BackAsync(w, await w.Clerk.PayAsync(PaymentKind.Completion, 40_00, hold.Id), 40_00);
            }
        },
        ["balance"] = w => w.Clerk.PayAsync(PaymentKind.Balance, null),
        ["sale-tip"] = async w =>
        {
            var sale = await w.Clerk.PayAsync(PaymentKind.Sale, 50_00);
            if (sale is { State: PaymentState.Approved, Slip.Flow: CardFlow.Sale })
            {
                await w.Clerk.PayAsync(PaymentKind.TipAdjustment, 55_00, sale.Id);
            }
        },
        ["offline-sale"] = async w =>
        {
            await Task.Delay(TimeSpan.FromSeconds(5), w.Scheduler.Outside.Clock);
            w.CutLine();
            await w.Clerk.PayAsync(PaymentKind.Sale, 60_00, customer: Customer.SwipesWithoutPin);
            w.LineIsCut = false;
            await Task.Delay(TimeSpan.FromMinutes(3), w.Scheduler.Outside.Clock);
        },
        ["hold-completion-offline"] = async w =>
        {
            if (await HoldAsync(w) is { } hold)
            {
                w.CutLine();
                await w.Clerk.PayAsync(PaymentKind.Completion, 35_00, hold.Id);
                w.LineIsCut = false;
                await Task.Delay(TimeSpan.FromMinutes(3), w.Scheduler.Outside.Clock);
            }
        },
        ["code-at-once"] = w => ByCodeAsync(w, 10_00, 0),
        ["code-password"] = w => ByCodeAsync(w, 10_00, 6),
        ["code-shown"] = w => ByCodeAsync(w, 10_00, 8, shows: true),
        ["code-two-refunds"] = async w =>
        {
            var sale = await ByCodeAsync(w, 30_00, 0);
            await BackAsync(w, sale, 10_00);
            await BackAsync(w, sale, 20_00);
        },
        ["code-refund-after-settlement"] = async w =>
        {
            var sale = await ByCodeAsync(w, 30_00, 0);
            await w.Clerk.SettleAsync();
            await BackAsync(w, sale, 30_00);
        },
        ["settlement"] = async w =>
        {
            await w.Clerk.PayAsync(PaymentKind.Sale, 10_00);
            await w.Clerk.SettleAsync();
            await w.Clerk.PayAsync(PaymentKind.Sale, 20_00);
        },
        ["refund-after-settlement"] = async w =>
        {
            var sale = await w.Clerk.PayAsync(PaymentKind.Sale, 10_00);
            await w.Clerk.SettleAsync();
            await BackAsync(w, sale, 10_00);
        },
        ["keys-gone"] = async w =>
        {
            await w.Clerk.PayAsync(PaymentKind.Sale, 10_00);
            await ForgetSignInAsync(w);
            await w.Clerk.PayAsync(PaymentKind.Sale, 20_00);
        },
    };

    private static Task<PaymentView> ByCodeAsync(CardWorld world, long amount, int seconds, bool shows = false)
    {
        world.Wallet.CustomerTakes = TimeSpan.FromSeconds(seconds);
        var order = new CodeOrder(new ShortWord(CodeWallet.WeChat), shows, shows ? null : new PaymentCode(CardWallet.Code));
        return world.Clerk.PayAsync(PaymentKind.Sale, amount, code: order);
    }

    private static async Task<PaymentView?> HoldAsync(CardWorld world) =>
        await world.Clerk.PayAsync(PaymentKind.PreAuthorisation, 40_00) is { State: PaymentState.Approved } hold ? hold : null;

    private static async Task BackAsync(CardWorld world, PaymentView taken, long amount)
    {
        if (taken.State == PaymentState.Approved)
        {
            await world.Clerk.PayAsync(PaymentKind.GiveBack, amount, taken.Id);
        }
    }

    // As after the business day: the host asks for a sign-in, and the terminal does not know it yet.
    private static async Task ForgetSignInAsync(CardWorld world)
    {
        if (world.Host.Desk is { } host && host.Services.Terminals.Find(CardPremises.Terminal1) is { } desk)
        {
            await world.Host.DoAsync(() => host.Services.Terminals.SaveAsync(desk, desk.Session with { Day = 20260101 }));
        }
    }
}
