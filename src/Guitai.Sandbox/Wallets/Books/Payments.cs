using System.Globalization;

namespace Guitai.Sandbox.Wallets.Books;

/// <summary>What a merchant asks for when it wants money.</summary>
/// <param name="Key">The order's name.</param>
/// <param name="Account">The merchant's appid or seller number.</param>
/// <param name="Fingerprint">All that must be the same in a repeat.</param>
internal sealed record PayQuestion(
    OrderKey Key,
    string Account,
    long AmountMinor,
    string Description,
    string Fingerprint,
    string? Attach = null,
    string? NotifyUrl = null,
    OrderPlace? Place = null,
    long? ExpireMs = null,
    bool Certified = false
);

/// <summary>What became of a question; the order says the rest.</summary>
internal enum PayResult
{
    /// <summary>There is an order: as it stands, new or from before.</summary>
    Order,

    /// <summary>The number was used for something else.</summary>
    OtherContent,

    /// <summary>This is nobody's payment code.</summary>
    CodeUnknown,

    /// <summary>The code has run out.</summary>
    CodeExpired,

    /// <summary>The code was used.</summary>
    CodeUsed,
}

/// <summary>Decides about payments.</summary>
internal static class Payments
{
    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>A payment by the customer's code.</summary>
    /// <param name="stuck">A fault: the password will never come.</param>
    public static (PayResult Result, WalletOrder? Order) ByCode(BookState books, PayQuestion question, string code, long nowMs, bool stuck)
    {
        if (books.Find(question.Key, nowMs) is { } known)
        {
            return (known.Fingerprint == question.Fingerprint ? PayResult.Order : PayResult.OtherContent, known);
        }

        if (books.Codes.Read(code, nowMs) is not { } read || read.Wallet != question.Key.Wallet || !Customers.Exists(read.Customer))
        {
            return (PayResult.CodeUnknown, null);
        }

        if (nowMs - read.ShownMs >= BookState.Ms(books.Rules.CodeLife) + Codes.PaymentCodes.SlotMs)
        {
            return (PayResult.CodeExpired, null);
        }

        if (books.UsedFor(read.Mark) is not null)
        {
            return (PayResult.CodeUsed, null);
        }

        var order = Begin(books, question, OrderWay.Code, nowMs) with { Customer = read.Customer, Scanned = true };
        var customer = books.Customers[read.Customer];
        order =
            stuck ? order with { State = OrderState.Asked, AskedMs = nowMs, Stuck = true }
            : customer.BalanceMinor[(int)question.Key.Wallet] < question.AmountMinor
                ? order with
                {
                    State = OrderState.Failed,
                    Failure = PayFailure.NoMoney,
                    EndedMs = nowMs,
                }
            : NeedsPassword(books, customer, question, nowMs) ? order with { State = OrderState.Asked, AskedMs = nowMs }
            : order with { State = OrderState.Paid, PaidMs = nowMs, Free = true };
        books.Happen(new OrderOpened(order, read.Mark));
        return (PayResult.Order, books.Find(question.Key, nowMs));
    }

    /// <summary>An order whose code the shop shows.</summary>
    /// <param name="draw">Draws letters for the code.</param>
    public static (PayResult Result, WalletOrder? Order) Show(BookState books, PayQuestion question, Func<string> draw, long nowMs)
    {
        if (books.Find(question.Key, nowMs) is { } known)
        {
            return (known.Fingerprint == question.Fingerprint ? PayResult.Order : PayResult.OtherContent, known);
        }

        var shown = draw();
        while (books.FindShown(shown, nowMs) is not null)
        {
            shown = draw();
        }

        var order = Begin(books, question, OrderWay.Shown, nowMs) with
        {
            ShownId = shown,
            ExpireMs = question.ExpireMs ?? nowMs + BookState.Ms(books.Rules.ShownCodeLife),
        };
        books.Happen(new OrderOpened(order));
        return (PayResult.Order, order);
    }

    /// <summary>Letters for a code.</summary>
    public static string Draw(Issuer.RandomFill random, int length)
    {
        Span<byte> bytes = stackalloc byte[length];
        random(bytes);
        return string.Create(
            length,
            bytes.ToArray(),
            (text, drawn) =>
            {
                for (var place = 0; place < text.Length; place++)
                {
                    text[place] = Letters[drawn[place] % Letters.Length];
                }
            }
        );
    }

    /// <summary>The wallet's number of the next refund.</summary>
    public static string RefundId(BookState books, WalletKind wallet, long nowMs) =>
        wallet == WalletKind.WeChat
            ? $"5030000{Beijing.Of(nowMs):yyyyMMdd}{Scattered(books.Numbers):D13}"
            : $"R{Beijing.Of(nowMs):yyyyMMdd}{Scattered(books.Numbers):D13}";

    private static WalletOrder Begin(BookState books, PayQuestion question, OrderWay way, long nowMs) =>
        new()
        {
            Key = question.Key,
            TransactionId = TransactionId(question.Key.Wallet, books.Numbers, nowMs),
            Way = way,
            Fingerprint = question.Fingerprint,
            AmountMinor = question.AmountMinor,
            Account = question.Account,
            Description = question.Description,
            Attach = question.Attach,
            NotifyUrl = question.NotifyUrl,
            Certified = question.Certified,
            Place = question.Place,
            MadeMs = nowMs,
        };

    private static bool NeedsPassword(BookState books, Customer customer, PayQuestion question, long nowMs)
    {
        if (customer.AlwaysAsk || question.AmountMinor > books.Rules.NoPasswordMinor)
        {
            return true;
        }

        return customer.Index < Customers.FirstPlain
            && customer.FreeTimes(question.Key.Wallet, Beijing.Day(nowMs)) >= books.Rules.NoPasswordTimesADay;
    }

    // Both wallets' numbers have 28 digits with the day among them.
    private static string TransactionId(WalletKind wallet, long number, long nowMs)
    {
        var day = Beijing.Of(nowMs).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return wallet == WalletKind.WeChat
            ? $"4200000{(number / 10_000_000_000) % 1000:D3}{day}{Scattered(number) % 10_000_000_000:D10}"
            : $"{day}22001{(number / 10_000_000_000) % 100_000:D5}{Scattered(number) % 10_000_000_000:D10}";
    }

    // Looks drawn, and is another one for each number below 10^10.
    private static long Scattered(long number) =>
        (long)((((UInt128)(ulong)(number % 10_000_000_000) * 7_364_537_083) + 1_428_571_429) % 10_000_000_000);
}
