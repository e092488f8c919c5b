namespace Guitai.Host.Wallets.WeChat;

/// <summary>WeChat Pay's error codes, a closed table for each operation, without underscores: documents of different years write them differently.</summary>
internal static class WeChatCodes
{
    private static readonly Dictionary<string, CodeMeaning> s_pay = new(StringComparer.Ordinal)
    {
        ["USERPAYING"] = CodeMeaning.Waiting,
        ["NOTENOUGH"] = CodeMeaning.Refused("51"),
        ["AUTHCODEEXPIRED"] = CodeMeaning.Asked("54"),
        ["AUTHCODEEXPIRE"] = CodeMeaning.Asked("54"),
        ["AUTHCODEINVALID"] = CodeMeaning.Asked("54"),
        ["AUTHCODEERROR"] = CodeMeaning.Asked("54"),
        ["RULELIMIT"] = CodeMeaning.Asked("61"),
        ["ORDERPAID"] = CodeMeaning.Asked("05"),
        ["OUTTRADENOUSED"] = CodeMeaning.Asked("05"),
        ["INVALIDREQUEST"] = CodeMeaning.Asked("05"),
        ["TRADEERROR"] = CodeMeaning.Asked("05"),
        ["BUYERMISMATCH"] = CodeMeaning.Asked("05"),
        ["ORDERCLOSED"] = CodeMeaning.Refused("05"),
        ["ORDERREVERSED"] = CodeMeaning.Refused("05"),
        ["PARAMERROR"] = CodeMeaning.Asked("05"),
        ["NOTSUPORTCARD"] = CodeMeaning.Asked("05"),
        ["USERACCOUNTABNORMAL"] = CodeMeaning.Asked("05"),
        ["ACCOUNTERROR"] = CodeMeaning.Asked("05"),
        ["NOAUTH"] = CodeMeaning.Asked("40"),
        ["MCHNOTEXISTS"] = CodeMeaning.Asked("40"),
        ["APPIDMCHIDNOTMATCH"] = CodeMeaning.Asked("40"),
    };

    private static readonly Dictionary<string, CodeMeaning> s_refund = new(StringComparer.Ordinal)
    {
        ["NOTENOUGH"] = CodeMeaning.Asked("51"),
        ["USERACCOUNTABNORMAL"] = CodeMeaning.Asked("05"),
        ["INVALIDREQUEST"] = CodeMeaning.Asked("05"),
        ["PARAMERROR"] = CodeMeaning.Asked("05"),
        ["NOAUTH"] = CodeMeaning.Asked("40"),
        ["MCHNOTEXISTS"] = CodeMeaning.Asked("40"),
        ["RESOURCENOTEXISTS"] = CodeMeaning.NotThere,
    };

    /// <summary>Of a payment by the customer's code, or of an order that is to be shown.</summary>
    public static CodeMeaning Pay(string code) => s_pay.GetValueOrDefault(code, CodeMeaning.Unknown);

    /// <summary>Of a refund.</summary>
    public static CodeMeaning Refund(string code) => s_refund.GetValueOrDefault(code, CodeMeaning.Unknown);

    /// <summary>The code that there is no such order.</summary>
    public static bool IsNoOrder(string code) => code is "ORDERNOTEXIST" or "RESOURCENOTEXISTS";
}
