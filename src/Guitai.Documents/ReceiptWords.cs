using Guitai.Contracts.Facts;

namespace Guitai.Documents;

/// <summary>The fixed words on paper, in the language that the store prints in.</summary>
internal sealed class ReceiptWords
{
    private readonly Dictionary<string, string> _words;

    private ReceiptWords(bool english, Dictionary<string, string> words)
    {
        IsEnglish = english;
        _words = words;
    }

    private static readonly ReceiptWords s_chinese = new(
        english: false,
        new(StringComparer.Ordinal)
        {
            ["sale"] = "销售小票",
            ["refund"] = "退货小票",
            ["void"] = "作废单",
            ["copy"] = "副本",
            ["number"] = "单号",
            ["original"] = "原单号",
            ["time"] = "时间",
            ["cashier"] = "收银员",
            ["phone"] = "电话",
            ["discount"] = "折扣",
            ["order-discount"] = "整单优惠",
            ["subtotal"] = "小计",
            ["tax-added"] = "税额",
            ["tip"] = "小费",
            ["rounding"] = "抹零",
            ["total"] = "应收",
            ["refund-total"] = "应退",
            ["cash"] = "现金",
            ["card"] = "银行卡",
            ["change"] = "找零",
            ["reason"] = "原因",
            ["note"] = "备注",
            ["x"] = "X 报表（交班前查看）",
            ["z"] = "Z 报表（交班结算）",
            ["shift"] = "班次",
            ["opened"] = "开班",
            ["closed"] = "交班",
            ["sales"] = "销售",
            ["refunds"] = "退货",
            ["voids"] = "作废",
            ["gross"] = "商品原价",
            ["net"] = "净销售",
            ["float"] = "备用金",
            ["cash-in"] = "存入现金",
            ["cash-out"] = "取出现金",
            ["expected"] = "应有现金",
            ["counted"] = "实点现金",
            ["over-short"] = "长短款",
            ["carried"] = "留给下一班",
            ["drawer"] = "无销售开箱次数",
            ["orders"] = "单号范围",
            ["by-cashier"] = "收银员合计",
            ["by-tax"] = "税项合计",
            ["by-tender"] = "收款方式合计",
            ["not-verified"] = "未核验",
            ["taken"] = "收",
            ["returned"] = "退",
        }
    );

    private static readonly ReceiptWords s_english = new(
        english: true,
        new(StringComparer.Ordinal)
        {
            ["sale"] = "Receipt",
            ["refund"] = "Refund",
            ["void"] = "Void",
            ["copy"] = "COPY",
            ["number"] = "No.",
            ["original"] = "Original no.",
            ["time"] = "Time",
            ["cashier"] = "Cashier",
            ["phone"] = "Tel.",
            ["discount"] = "Discount",
            ["order-discount"] = "Order discount",
            ["subtotal"] = "Subtotal",
            ["tax-added"] = "Tax",
            ["tip"] = "Tip",
            ["rounding"] = "Rounding",
            ["total"] = "Total",
            ["refund-total"] = "Refund",
            ["cash"] = "Cash",
            ["card"] = "Bank card",
            ["change"] = "Change",
            ["reason"] = "Reason",
            ["note"] = "Note",
            ["x"] = "X report (shift still open)",
            ["z"] = "Z report (shift closed)",
            ["shift"] = "Shift",
            ["opened"] = "Opened",
            ["closed"] = "Closed",
            ["sales"] = "Sales",
            ["refunds"] = "Refunds",
            ["voids"] = "Voids",
            ["gross"] = "Gross",
            ["net"] = "Net sales",
            ["float"] = "Float",
            ["cash-in"] = "Cash in",
            ["cash-out"] = "Cash out",
            ["expected"] = "Expected cash",
            ["counted"] = "Counted cash",
            ["over-short"] = "Over/short",
            ["carried"] = "Left for next shift",
            ["drawer"] = "Drawer openings without sale",
            ["orders"] = "Order numbers",
            ["by-cashier"] = "By cashier",
            ["by-tax"] = "By tax",
            ["by-tender"] = "By tender",
            ["not-verified"] = "not verified",
            ["taken"] = "in",
            ["returned"] = "out",
        }
    );

    public bool IsEnglish { get; }

    public string Sale => _words["sale"];

    public string Refund => _words["refund"];

    public string Void => _words["void"];

    public string Copy => _words["copy"];

    public string Number => _words["number"];

    public string OriginalNumber => _words["original"];

    public string Time => _words["time"];

    public string Cashier => _words["cashier"];

    public string Phone => _words["phone"];

    public string Discount => _words["discount"];

    public string OrderDiscount => _words["order-discount"];

    public string Subtotal => _words["subtotal"];

    public string TaxAdded => _words["tax-added"];

    public string Tip => _words["tip"];

    public string Rounding => _words["rounding"];

    public string Total => _words["total"];

    public string RefundTotal => _words["refund-total"];

    public string Change => _words["change"];

    public string Reason => _words["reason"];

    public string Note => _words["note"];

    /// <summary>A word of the shift reports.</summary>
    public string this[string word] => _words[word];

    public static ReceiptWords For(string language) => language == "en" ? s_english : s_chinese;

    public string NotVerified => _words["not-verified"];

    public string TenderName(Tender tender) => TenderName(tender.Kind, tender.Name, tender.NameEn);

    public string TenderName(string kind, string? name, string? nameEn) =>
        kind is Tender.Cash or Tender.BankCard ? _words[kind] : (IsEnglish ? nameEn : null) ?? name ?? kind;

    public string GivenBack(string tender) => IsEnglish ? $"{tender} returned" : $"退{tender}";

    public string TaxIncluded(string taxName) => IsEnglish ? $"incl. tax {taxName}" : $"其中税额 {taxName}";
}
