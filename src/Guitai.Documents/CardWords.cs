using Guitai.Contracts.Terminal;

namespace Guitai.Documents;

/// <summary>The words of card slips. What kind of transaction it was stands in both languages, as card schemes ask.</summary>
internal sealed class CardWords
{
    private readonly Dictionary<string, string> _words;

    private CardWords(Dictionary<string, string> words) => _words = words;

    private static readonly CardWords s_chinese = new(
        new(StringComparer.Ordinal)
        {
            ["merchant-copy"] = "商户存根 MERCHANT COPY",
            ["customer-copy"] = "持卡人存根 CARDHOLDER COPY",
            ["payer-copy"] = "付款人存根 PAYER COPY",
            ["copy"] = "重印 COPY",
            ["merchant"] = "商户编号",
            ["terminal"] = "终端编号",
            ["operator"] = "操作员号",
            ["scheme"] = "卡组织",
            ["wallet"] = "支付方式",
            ["wallet-number"] = "交易单号",
            ["card"] = "卡号",
            ["expiry"] = "有效期",
            ["type"] = "交易类型",
            ["batch"] = "批次号",
            ["trace"] = "凭证号",
            ["invoice"] = "票据号",
            ["authorisation"] = "授权码",
            ["reference"] = "参考号",
            ["original"] = "原凭证号",
            ["time"] = "日期时间",
            ["amount"] = "金额",
            ["balance"] = "可用余额",
            ["offline"] = "脱机交易 OFFLINE",
            ["pin"] = "已输入密码，无需签名",
            ["device"] = "持卡人设备已验证，无需密码和签名",
            ["small"] = "未超过免密免签限额，无需密码和签名",
            ["signature"] = "持卡人签名",
            ["no-signature"] = "无需签名",
            ["consent"] =
                "本人确认以上交易，同意将其记入本卡账户。 I agree to pay the above total amount according to the card issuer agreement.",
            ["consent-back"] = "以上金额退回本卡账户。 The above amount goes back to this card.",
            ["consent-hold"] = "本人同意在本卡上冻结以上金额。 I agree that the above amount is held on this card.",
            ["hold-ended"] = "预授权已撤销，冻结金额已解除。 The amount is no longer held on this card.",
            ["keep"] = "请妥善保管",
            ["unionpay"] = "银联",
            ["other"] = "其他",
            ["code-wechat"] = "微信支付",
            ["code-alipay"] = "支付宝",
            ["code-unionpay"] = "银联二维码",
        }
    );

    private static readonly CardWords s_english = new(
        new(StringComparer.Ordinal)
        {
            ["merchant-copy"] = "MERCHANT COPY 商户存根",
            ["customer-copy"] = "CARDHOLDER COPY 持卡人存根",
            ["payer-copy"] = "PAYER COPY 付款人存根",
            ["copy"] = "COPY 重印",
            ["merchant"] = "Merchant no.",
            ["terminal"] = "Terminal no.",
            ["operator"] = "Operator",
            ["scheme"] = "Card scheme",
            ["wallet"] = "Paid by",
            ["wallet-number"] = "Wallet's number",
            ["card"] = "Card",
            ["expiry"] = "Expires",
            ["type"] = "Transaction",
            ["batch"] = "Batch",
            ["trace"] = "Voucher",
            ["invoice"] = "Invoice",
            ["authorisation"] = "Authorisation",
            ["reference"] = "Reference",
            ["original"] = "Original voucher",
            ["time"] = "Date, time",
            ["amount"] = "Amount",
            ["balance"] = "Available",
            ["offline"] = "OFFLINE 脱机交易",
            ["pin"] = "PIN entered, no signature needed",
            ["device"] = "Verified on the holder's device, no PIN or signature needed",
            ["small"] = "Below the no-PIN limit, no PIN or signature needed",
            ["signature"] = "Cardholder's signature",
            ["no-signature"] = "No signature needed",
            ["consent"] =
                "I agree to pay the above total amount according to the card issuer agreement. 本人确认以上交易，同意将其记入本卡账户。",
            ["consent-back"] = "The above amount goes back to this card. 以上金额退回本卡账户。",
            ["consent-hold"] = "I agree that the above amount is held on this card. 本人同意在本卡上冻结以上金额。",
            ["hold-ended"] = "The amount is no longer held on this card. 预授权已撤销，冻结金额已解除。",
            ["keep"] = "Please keep this copy",
            ["unionpay"] = "UnionPay",
            ["other"] = "Other",
            ["code-wechat"] = "WeChat Pay",
            ["code-alipay"] = "Alipay",
            ["code-unionpay"] = "UnionPay QR",
        }
    );

    public string this[string word] => _words[word];

    public static CardWords For(bool english) => english ? s_english : s_chinese;

    /// <summary>A scheme's name, or a wallet's.</summary>
    public string Scheme(string scheme, bool isCode) =>
        scheme switch
        {
            _ when isCode => _words.GetValueOrDefault($"code-{scheme}", scheme),
            "unionpay" or "other" => _words[scheme],
            "visa" => "Visa",
            "mastercard" => "Mastercard",
            "jcb" => "JCB",
            "amex" => "American Express",
            "diners" => "Diners Club",
            _ => scheme,
        };

    /// <summary>What the payment was, in both languages.</summary>
    public static string Flow(CardFlow flow) =>
        flow switch
        {
            CardFlow.Sale => "消费 SALE",
            CardFlow.Void => "消费撤销 VOID",
            CardFlow.Refund => "退货 REFUND",
            CardFlow.PreAuthorisation => "预授权 PRE-AUTH",
            CardFlow.PreAuthorisationCancel => "预授权撤销 PRE-AUTH VOID",
            CardFlow.Completion => "预授权完成 COMPLETION",
            CardFlow.CompletionAdvice => "预授权完成（离线） COMPLETION OFFLINE",
            CardFlow.CompletionCancel => "预授权完成撤销 COMPLETION VOID",
            CardFlow.Balance => "余额查询 BALANCE",
            CardFlow.OfflineSale => "离线消费 OFFLINE SALE",
            CardFlow.TipAdjustment => "小费 TIP",
            _ => flow.ToString(),
        };
}
