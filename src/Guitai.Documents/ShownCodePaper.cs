using Guitai.Contracts.Masters;
using Guitai.Contracts.Terminal;
using Guitai.Foundation;
using Guitai.Receipts;

namespace Guitai.Documents;

/// <summary>A code to be paid.</summary>
/// <param name="Wallet">wechat, alipay or unionpay.</param>
/// <param name="UntilMs">When it ends.</param>
public sealed record ShownCode(CodeText Text, string Wallet, long AmountMinor, Currency Currency, long UntilMs);

/// <summary>A code for the customer to scan, on paper: with its amount and its end, since it is worth nothing for another sum or later.</summary>
public static class ShownCodePaper
{
    /// <summary>The paper.</summary>
    public static ReceiptDocument Compose(Store place, ShownCode code)
    {
        var english = place.Receipt.Language == "en";
        var paper = new ReceiptBuilder();
        OrderReceipt.Head(paper, place, ReceiptWords.For(place.Receipt.Language));
        return paper
            .Centre(CardWords.For(english).Scheme(code.Wallet, isCode: true), TextStyle.Strong)
            .Centre($"{code.Currency.Code} {OrderReceipt.Amount(code.AmountMinor, code.Currency)}", TextStyle.Strong)
            .Qr(code.Text.ToString())
            .Centre(english ? "Scan to pay" : "请扫码付款")
            .Centre(
                english
                    ? $"Good until {OrderReceipt.LocalTime(place, code.UntilMs)}"
                    : $"有效期至 {OrderReceipt.LocalTime(place, code.UntilMs)}"
            )
            .Feed(3)
            .Cut()
            .Build();
    }
}
