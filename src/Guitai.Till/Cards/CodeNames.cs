using Guitai.Contracts.Facts;
using Guitai.Contracts.Terminal;

namespace Guitai.Till.Cards;

/// <summary>Payments by code as they stand on receipts, in Z-reports and at the shop.</summary>
internal static class CodeNames
{
    /// <summary>Kind and names of a wallet's tender; null of none.</summary>
    public static (string Kind, string Name, string NameEn)? Of(string? wallet) =>
        wallet switch
        {
            CodeWallet.WeChat => (Tender.CodePrefix + wallet, "微信支付", "WeChat Pay"),
            CodeWallet.Alipay => (Tender.CodePrefix + wallet, "支付宝", "Alipay"),
            CodeWallet.UnionPay => (Tender.CodePrefix + wallet, "银联二维码", "UnionPay QR"),
            _ => null,
        };
}
