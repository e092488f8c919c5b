using System.Collections.Frozen;

namespace Guitai.Host;

/// <summary>What field 39 means. A closed map: a code that is not in it is no approval.</summary>
public static class ResponseCodes
{
    private static readonly FrozenSet<string> s_approvals = new[] { "00", "10", "11", "16", "A2", "A4", "A5", "A6" }.ToFrozenSet(
        StringComparer.Ordinal
    );

    /// <summary>True for the codes that approve.</summary>
    public static bool IsApproval(string code) => s_approvals.Contains(code);

    /// <summary>Every code with its texts for people.</summary>
    public static IReadOnlyList<ResponseCode> All { get; } =
    [
        new("00", "交易成功", "Approved"),
        new("01", "请持卡人与发卡银行联系", "Ask the cardholder to call the issuer"),
        new("03", "无效商户，请联系收单机构", "Merchant not valid: call the acquirer"),
        new("04", "此卡被没收，请勿归还", "Keep the card"),
        new("05", "发卡行拒绝，请换卡或其他方式", "Refused by the issuer: take another card or another way to pay"),
        new("10", "部分金额批准，请收取余额", "Approved in part: take the rest another way"),
        new("11", "交易成功（重要人物）", "Approved (important person)"),
        new("12", "此交易不能做，请核对原交易", "Not possible: check the original transaction"),
        new("13", "金额不对，请重新输入", "Amount not valid: enter it again"),
        new("14", "卡号无效，请换卡", "No such card: take another"),
        new("16", "交易成功，请更新第三磁道", "Approved (update track 3)"),
        new("22", "操作有误，请重做", "Out of order: do it again"),
        new("25", "没有原始交易，请核对凭证号", "Original not found: check its number"),
        new("30", "报文格式错，请重试或报修", "Message not readable: try again or call support"),
        new("34", "作弊卡，请勿归还", "Suspected fraud: keep the card"),
        new("38", "密码错误次数超限，请与发卡行联系", "Too many wrong PINs: call the issuer"),
        new("40", "发卡行不支持此交易", "Not supported by the issuer"),
        new("41", "挂失卡，请没收", "Lost card: keep it"),
        new("43", "被窃卡，请没收", "Stolen card: keep it"),
        new("45", "不允许降级交易，请插卡", "No fallback: insert the chip"),
        new("51", "余额不足", "Not enough money"),
        new("54", "卡已过期", "Expired card"),
        new("55", "密码错，请重输", "Wrong PIN: enter it again"),
        new("57", "不允许此卡或此商户做该交易", "Not allowed for this card or this merchant"),
        new("58", "该终端不能做此交易", "Not allowed at this terminal"),
        new("59", "卡片校验错，请核对", "Card verification failed"),
        new("61", "金额超限", "Above the limit"),
        new("62", "受限制的卡", "Restricted card"),
        new("64", "与原金额不符", "Amount differs from the original"),
        new("65", "超出次数限制", "Too many transactions"),
        new("68", "发卡行超时，款项未扣，请重试", "The issuer did not answer in time, nothing is taken: try again"),
        new("75", "密码错误次数超限", "Too many wrong PINs"),
        new("77", "请重新签到", "Sign in again"),
        new("90", "系统日切，请稍候再试", "Day change: try again shortly"),
        new("91", "发卡行不可用，请稍候再试", "Issuer not reachable: try again later"),
        new("92", "网络不通，请稍候再试", "Network not reachable: try again later"),
        new("94", "重复交易，请查询原交易结果", "Seen before: look up the first one"),
        new("95", "批次不平，正在上送明细", "Batch does not balance: details are being sent"),
        new("96", "系统故障，请稍候再试", "System out of order: try again later"),
        new("97", "终端未登记或已停用，请联系收单机构", "Terminal not known or blocked: call the acquirer"),
        new("98", "未收到发卡行应答，款项未扣", "No answer from the issuer, nothing is taken"),
        new("99", "密码格式错，请重新签到", "PIN block not valid: sign in again"),
        new("A0", "校验错，请重新签到", "Authentication failed: sign in again"),
        new("A2", "交易成功，请核实账户", "Approved (check the account)"),
        new("A4", "交易成功（手工处理）", "Approved (processed by hand)"),
        new("A5", "交易成功（手工处理）", "Approved (processed by hand)"),
        new("A6", "交易成功（手工处理）", "Approved (processed by hand)"),
        new("A7", "安全处理失败，请重新签到", "Security processing failed: sign in again"),
    ];
}

/// <summary>A code with its texts.</summary>
/// <param name="Code">Field 39.</param>
/// <param name="Chinese">For people, with what to do next.</param>
/// <param name="English">The same.</param>
public sealed record ResponseCode(string Code, string Chinese, string English);
