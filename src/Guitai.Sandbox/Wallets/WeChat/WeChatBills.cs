using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Wallets.Books;
using Guitai.Sandbox.Wallets.Bureau;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Wallets.WeChat;

/// <summary>Bills of WeChat Pay: a day's rows in yuan, each value behind a back-tick, a line of totals at the end.</summary>
internal sealed class WeChatBills(WalletBooks books, WalletRules rules, RandomFill random)
{
    private const string Head =
        "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,";

    private const string PaidHead = Head + "商品名称,商户数据包,手续费,费率,订单金额,费率备注";

    private const string AllHead =
        Head
        + "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";

    private const string RefundHead =
        Head
        + "退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";

    private const string TotalHead = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
    private const string End = "\r\n";
    private const int MostTokens = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Mchid, byte[] File, long UntilMs)> _files = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Whether a day's bill is there before the day is over.</summary>
    public bool Early { get; set; }

    /// <summary><c>GET /v3/bill/tradebill</c>.</summary>
    public WeChatReply Ask(Merchant merchant, GatewayRequest request, WalletFault? fault, long nowMs)
    {
        string? date = null;
        var type = "ALL";
        var zipped = false;
        foreach (var pair in request.Query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (pair.Split('=', 2))
            {
                case ["bill_date", var value]:
                    date = value;
                    break;
                case ["bill_type", ("ALL" or "SUCCESS" or "REFUND") and var value]:
                    type = value;
                    break;
                case ["tar_type", "GZIP"]:
                    zipped = true;
                    break;
                default:
                    return WeChatErrors.Parameter("query", $"/{pair.Split('=')[0]}", "查询参数", "不正确");
            }
        }

        if (date is null || !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return WeChatErrors.Parameter("query", "/bill_date", "账单日期", "格式不正确，应为yyyy-MM-DD");
        }

        var ready = Beijing.Start(day.AddDays(1)).ToUnixTimeMilliseconds() + BookState.Ms(rules.BillAt);
        if (nowMs < ready && !Early)
        {
            return nowMs < Beijing.Start(day.AddDays(1)).ToUnixTimeMilliseconds()
                ? WeChatErrors.Invalid("账单日期不正确，只能申请昨日及以前的账单")
                : WeChatErrors.Error(400, "STATEMENT_CREATING", "账单生成中，请先检查该日期是否有成功的交易，并稍后再试");
        }

        if (nowMs > ready + (long)TimeSpan.FromDays(92).TotalMilliseconds)
        {
            return WeChatErrors.Invalid("仅支持三个月内的账单下载申请");
        }

        var rows = books.Do(b => b.Bill(WalletKind.WeChat, merchant.Number, day.DayNumber)).Where(r => Fits(r, type)).ToList();
        if (rows.Count == 0)
        {
            return WeChatErrors.Error(400, "NO_STATEMENT_EXIST", "账单文件不存在，请检查该日期是否有成功的交易");
        }

        // With the mark that tells spreadsheets that this is UTF-8, as the real one's published hash shows.
        byte[] text = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text(BillFaults.Apply(rows, fault), type))];
        var token = Payments.Draw(random, 64);
        Keep(token, merchant.Number, zipped ? Gzip(text) : text, nowMs + (5 * 60 * 1000));
        return WeChatReply.Json(
            200,
            json =>
            {
                json.WriteString("hash_type", "SHA1");
                json.WriteString("hash_value", Sha1(text));
                json.WriteString("download_url", $"{Origin(request)}/v3/billdownload/file?token={token}");
            }
        );
    }

    /// <summary><c>GET /v3/billdownload/file?token=</c>; the file is not signed.</summary>
    public WeChatReply Download(Merchant merchant, GatewayRequest request, long nowMs)
    {
        lock (_lock)
        {
            return
                request.Query.StartsWith("token=", StringComparison.Ordinal)
                && _files.TryGetValue(request.Query["token=".Length..].Split('&')[0], out var file)
                && file.Mchid == merchant.Number
                && nowMs < file.UntilMs
                ? new WeChatReply(200, file.File, "application/octet-stream", Signed: false)
                : WeChatErrors.Error(404, "RESOURCE_NOT_EXISTS", "下载地址不存在或已过期", signed: false);
        }
    }

    /// <summary>A bill's text.</summary>
    public string Text(IReadOnlyList<BillRow> rows, string type)
    {
        var text = new StringBuilder();
        text.Append(
                type switch
                {
                    "SUCCESS" => PaidHead,
                    "REFUND" => RefundHead,
                    _ => AllHead,
                }
            )
            .Append(End);
        foreach (var row in rows)
        {
            text.Append(Line(row, type)).Append(End);
        }

        var paid = rows.Where(r => r.Kind == BillKind.Paid).Sum(r => r.AmountMinor);
        var back = rows.Where(r => r.Kind != BillKind.Paid).Sum(r => r.AmountMinor);
        text.Append(TotalHead).Append(End);
        text.Append(
            $"`{rows.Count},`{Yuan.Of(paid)},`{Yuan.Of(back)},`0.00,`{Yuan.Of(rows.Sum(r => r.FeeMinor))}000,`{Yuan.Of(paid)},`{Yuan.Of(back)}{End}"
        );
        return text.ToString();
    }

    private string Line(BillRow row, string type)
    {
        var order = row.Order;
        var isPaid = row.Kind == BillKind.Paid;
        var refunded = isPaid ? "0.00" : Yuan.Of(row.AmountMinor);
        List<string> cells =
        [
            Beijing.Plain(row.AtMs),
            order.Account,
            order.Key.Merchant,
            "0",
            Plain(order.Place?.Terminal),
            order.TransactionId,
            order.Key.OutTradeNo,
            books.Do(b => b.Customers.OpenId(order.Customer!.Value, order.Account)),
            order.Way == OrderWay.Code ? "MICROPAY" : "NATIVE",
            row.Kind switch
            {
                BillKind.Paid => "SUCCESS",
                BillKind.Revoked => "REVOKED",
                _ => "REFUND",
            },
            "OTHERS",
            "CNY",
            isPaid ? Yuan.Of(row.AmountMinor) : "0.00",
            "0.00",
        ];
        if (type == "REFUND")
        {
            cells.AddRange([Beijing.Plain(row.Refund!.AtMs), Beijing.Plain(row.Refund.DoneMs)]);
        }

        if (type != "SUCCESS")
        {
            cells.AddRange([
                row.Refund?.RefundId ?? "0",
                row.Refund?.OutRefundNo ?? "0",
                refunded,
                "0.00",
                isPaid ? "" : "ORIGINAL",
                isPaid ? "" : "SUCCESS",
            ]);
        }

        cells.AddRange([
            Plain(order.Description),
            Plain(order.Attach),
            $"{Yuan.Of(row.FeeMinor)}000",
            Rate,
            isPaid ? Yuan.Of(row.AmountMinor) : "0.00",
        ]);
        if (type != "SUCCESS")
        {
            cells.Add(refunded);
        }

        cells.Add("");
        return string.Join(',', cells.Select(c => "`" + c));
    }

    private string Rate => $"{rules.FeeBasisPoints / 100}.{rules.FeeBasisPoints % 100:D2}%";

    private static bool Fits(BillRow row, string type) => type == "ALL" || (row.Kind == BillKind.Paid) == (type == "SUCCESS");

    // The real bill does not quote: what would break a line or a cell is left out.
    private static string Plain(string? text) => text is null ? "" : string.Concat(text.Where(c => c is not (',' or '`' or '\r' or '\n')));

    private void Keep(string token, string mchid, byte[] file, long untilMs)
    {
        lock (_lock)
        {
            _files[token] = (mchid, file, untilMs);
            _order.Enqueue(token);
            if (_order.Count > MostTokens)
            {
                _files.Remove(_order.Dequeue());
            }
        }
    }

    private static string Origin(GatewayRequest request) => $"http://{request.Header("Host") ?? "localhost"}";

    private static byte[] Gzip(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(text);
        }

        return packed.ToArray();
    }

    // The API's own choice, against a broken download and not against an enemy.
    private static string Sha1(byte[] text)
    {
#pragma warning disable CA5350
        return Convert.ToHexStringLower(SHA1.HashData(text));
#pragma warning restore CA5350
    }
}
