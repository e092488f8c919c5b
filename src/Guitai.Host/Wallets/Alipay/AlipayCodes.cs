namespace Guitai.Host.Wallets.Alipay;

/// <summary>Alipay's sub_codes, a closed table for each operation.</summary>
internal static class AlipayCodes
{
    /// <summary>There is no such trade.</summary>
    public const string NoTrade = "ACQ.TRADE_NOT_EXIST";

    private static readonly Dictionary<string, CodeMeaning> s_pay = new(StringComparer.Ordinal)
    {
        ["ACQ.BUYER_BALANCE_NOT_ENOUGH"] = CodeMeaning.Refused("51"),
        ["ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH"] = CodeMeaning.Refused("51"),
        ["ACQ.ERROR_BALANCE_PAYMENT_DISABLE"] = CodeMeaning.Refused("05"),
        ["ACQ.PAYMENT_AUTH_CODE_INVALID"] = CodeMeaning.Asked("54"),
        ["ACQ.SOUNDWAVE_PARSER_FAIL"] = CodeMeaning.Asked("54"),
        ["ACQ.TRADE_HAS_SUCCESS"] = CodeMeaning.Asked("05"),
        ["ACQ.TRADE_HAS_CLOSE"] = CodeMeaning.Refused("05"),
        ["ACQ.CONTEXT_INCONSISTENT"] = CodeMeaning.Asked("05"),
        ["ACQ.TRADE_BUYER_NOT_MATCH"] = CodeMeaning.Asked("05"),
        ["ACQ.PAYMENT_FAIL"] = CodeMeaning.Asked("05"),
        ["ACQ.PAYMENT_REQUEST_HAS_RISK"] = CodeMeaning.Asked("05"),
        ["ACQ.NO_PAYMENT_INSTRUMENTS_AVAILABLE"] = CodeMeaning.Asked("05"),
        ["ACQ.BUYER_ENABLE_STATUS_FORBID"] = CodeMeaning.Asked("05"),
        ["ACQ.BUYER_SELLER_EQUAL"] = CodeMeaning.Asked("05"),
        ["ACQ.PULL_MOBILE_CASHIER_FAIL"] = CodeMeaning.Asked("05"),
        ["ACQ.MOBILE_PAYMENT_SWITCH_OFF"] = CodeMeaning.Asked("05"),
        ["ACQ.EXIST_FORBIDDEN_WORD"] = CodeMeaning.Asked("05"),
        ["ACQ.INVALID_PARAMETER"] = CodeMeaning.Asked("05"),
        ["ACQ.TOTAL_FEE_EXCEED"] = CodeMeaning.Asked("61"),
        ["ACQ.PRODUCT_AMOUNT_LIMIT_ERROR"] = CodeMeaning.Asked("61"),
        ["ACQ.BEYOND_PER_RECEIPT_RESTRICTION"] = CodeMeaning.Asked("61"),
        ["ACQ.BEYOND_PAY_RESTRICTION"] = CodeMeaning.Asked("61"),
        ["ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR"] = CodeMeaning.Asked("61"),
        ["ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR"] = CodeMeaning.Asked("61"),
        ["ACQ.ACCESS_FORBIDDEN"] = CodeMeaning.Asked("40"),
        ["ACQ.PARTNER_ERROR"] = CodeMeaning.Asked("40"),
        ["isv.insufficient-isv-permissions"] = CodeMeaning.Asked("40"),
    };

    private static readonly Dictionary<string, CodeMeaning> s_refund = new(StringComparer.Ordinal)
    {
        [NoTrade] = CodeMeaning.NotThere,
        ["ACQ.SELLER_BALANCE_NOT_ENOUGH"] = CodeMeaning.Asked("51"),
        ["ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"] = CodeMeaning.Asked("05"),
        ["ACQ.REASON_TRADE_REFUND_FEE_ERR"] = CodeMeaning.Asked("05"),
        ["ACQ.REASON_TRADE_BEEN_FREEZEN"] = CodeMeaning.Asked("05"),
        ["ACQ.TRADE_NOT_ALLOW_REFUND"] = CodeMeaning.Asked("05"),
        ["ACQ.TRADE_STATUS_ERROR"] = CodeMeaning.Asked("05"),
        ["ACQ.TRADE_HAS_FINISHED"] = CodeMeaning.Asked("05"),
        ["ACQ.TRADE_HAS_CLOSE"] = CodeMeaning.Asked("05"),
        ["ACQ.DISCORDANT_REPEAT_REQUEST"] = CodeMeaning.Asked("05"),
        ["ACQ.INVALID_PARAMETER"] = CodeMeaning.Asked("05"),
    };

    /// <summary>Of a payment by the customer's code, or of an order that is to be shown.</summary>
    public static CodeMeaning Pay(AlipayReply reply) => Of(s_pay, reply);

    /// <summary>Of a refund.</summary>
    public static CodeMeaning Refund(AlipayReply reply) => Of(s_refund, reply);

    // 20000 says that nobody knows; of the codes below 40004 only what stands in the table is the business's.
    private static CodeMeaning Of(Dictionary<string, CodeMeaning> table, AlipayReply reply) =>
        reply.Code == "10003" ? CodeMeaning.Waiting
        : reply.Code is "40004" or "40006" ? table.GetValueOrDefault(reply.SubCode, CodeMeaning.Unknown)
        : CodeMeaning.Unknown;
}
