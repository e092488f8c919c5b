using System.Globalization;
using System.IO.Compression;
using System.Text;
using Guitai.Sandbox.Issuer;
using Guitai.Sandbox.Wallets.Books;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Wallets.Alipay;

/// <summary>Bills of Alipay: a zip of two CSV files in GBK, each row and the sums by shop, with the remarks above and below that the real ones have.</summary>
internal sealed class AlipayBills(WalletBooks books, WalletRules rules, RandomFill random)
{
    private const string RowHead =
        "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";

    private const string SumHead =
        "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）";

    private const string Rule = "#-----------------------------------------";
    private const int MostTokens = 1000;

    // An address is good for half a minute.
    private const long AddressMs = 30_000;

    private static readonly Encoding s_gbk = CodePagesEncodingProvider.Instance.GetEncoding("GBK")!;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (byte[] File, string Name, long UntilMs)> _files = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Whether a day's bill is there before the day is over.</summary>
    public bool Early { get; set; }

    /// <summary><c>alipay.data.dataservice.bill.downloadurl.query</c>.</summary>
    public AlipayReply Ask(AlipayQuestion asked, GatewayRequest request, WalletFault? fault, long nowMs)
    {
        var content = new AlipayContent(asked.Content);
        var type = content.Text("bill_type", 20);
        var date = content.Text("bill_date", 15);
        if (content.Flaw is { } flaw)
        {
            return flaw;
        }

        if (type != "trade" || !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return AlipayReply.Failed("40004", "Business Failed", "isp.unknow-error", "入参不合法");
        }

        var next = Beijing.Start(day.AddDays(1)).ToUnixTimeMilliseconds();
        if (nowMs < next + BookState.Ms(rules.BillAt) && !Early)
        {
            return AlipayReply.Failed("40004", "Business Failed", nowMs < next ? "isp.unknow-error" : "isp.bill_not_exist", "账单尚未生成");
        }

        var rows = books.Do(b => b.Bill(WalletKind.Alipay, asked.Merchant.Number, day.DayNumber));
        if (rows.Count == 0)
        {
            return AlipayReply.Failed("40004", "Business Failed", "isp.bill_not_exist", "账单不存在");
        }

        var account = asked.Merchant.Other + "0156";
        var name = $"{account}_{day:yyyyMMdd}";
        var token = Payments.Draw(random, 32);
        Keep(token, Zip(name, account, day, BillFaults.Apply(rows, fault), nowMs), name + ".csv.zip", nowMs + AddressMs);
        return AlipayReply.Success(json =>
            json.WriteString(
                "bill_download_url",
                $"http://{request.Header("Host") ?? "localhost"}/downloadBillFile.resource?bizType=trade&userId={account}&fileType=csv.zip&bizDates={day:yyyyMMdd}&downloadFileName={name}.csv.zip&timestamp={nowMs}&token={token}"
            )
        );
    }

    /// <summary>The file behind such an address; it asks for no signature, and nobody signs it.</summary>
    public GatewayAnswer Download(GatewayRequest request, long nowMs)
    {
        var token =
            request.Query.Split('&').FirstOrDefault(p => p.StartsWith("token=", StringComparison.Ordinal))?["token=".Length..] ?? "";
        lock (_lock)
        {
            return _files.TryGetValue(token, out var file) && nowMs < file.UntilMs
                ? new GatewayAnswer(
                    200,
                    [new("Content-Type", "application/octet-stream"), new("Content-Disposition", $"attachment; filename={file.Name}")],
                    file.File
                )
                : new GatewayAnswer(200, [new("Content-Type", "text/html; charset=GBK")], s_gbk.GetBytes("下载超时，请重新下载"));
        }
    }

    private byte[] Zip(string name, string account, DateOnly day, IReadOnlyList<BillRow> rows, long nowMs)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true, s_gbk))
        {
            Put(zip, $"{name}_业务明细.csv", Details(account, day, rows, nowMs));
            Put(zip, $"{name}_业务明细(汇总).csv", Sums(account, day, rows, nowMs));
        }

        return packed.ToArray();
    }

    private string Details(string account, DateOnly day, IReadOnlyList<BillRow> rows, long nowMs)
    {
        var text = Top("#支付宝业务明细查询", account, day);
        text.Append($"{Rule}业务明细列表----------------------------------------\r\n{RowHead}\r\n");
        foreach (var row in rows)
        {
            text.Append(Line(row)).Append("\r\n");
        }

        var paid = rows.Where(r => r.Kind == BillKind.Paid).ToList();
        var back = rows.Where(r => r.Kind != BillKind.Paid).ToList();
        text.Append($"{Rule}业务明细列表结束------------------------------------\r\n");
        text.Append($"#交易合计：{paid.Count}笔，商家实收共{Yuan.Of(paid.Sum(r => r.AmountMinor))}元，商家优惠共0.00元\r\n");
        text.Append($"#退款合计：{back.Count}笔，商家实收退款共{Yuan.Of(-back.Sum(r => r.AmountMinor))}元，商家优惠退款共0.00元\r\n");
        return text.Append($"#导出时间：[{Beijing.Of(nowMs):yyyy年MM月dd日 HH:mm:ss}]\r\n").ToString();
    }

    private static string Sums(string account, DateOnly day, IReadOnlyList<BillRow> rows, long nowMs)
    {
        var text = Top("#支付宝业务汇总查询", account, day);
        text.Append($"{Rule}业务汇总列表----------------------------------------\r\n{SumHead}\r\n");
        foreach (var shop in rows.GroupBy(r => r.Order.Place?.Store ?? "").OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append(Sum(Plain(shop.Key), [.. shop])).Append("\r\n");
        }

        text.Append(Sum("合计", rows)).Append("\r\n");
        text.Append($"{Rule}业务汇总列表结束------------------------------------\r\n");
        return text.Append($"#导出时间：[{Beijing.Of(nowMs):yyyy年MM月dd日 HH:mm:ss}]\r\n").ToString();
    }

    private static string Sum(string shop, IReadOnlyList<BillRow> rows)
    {
        var net = Yuan.Of(rows.Sum(r => r.Kind == BillKind.Paid ? r.AmountMinor : -r.AmountMinor));
        var fee = -rows.Sum(r => r.FeeMinor);
        var left = rows.Sum(r => (r.Kind == BillKind.Paid ? r.AmountMinor : -r.AmountMinor) - r.FeeMinor);
        return $"{shop}\t,,{rows.Count(r => r.Kind == BillKind.Paid)},{rows.Count(r => r.Kind != BillKind.Paid)},{net},{net},0.00,0.00,0.00,{Yuan.Of(fee)},0.00,{Yuan.Of(left)}";
    }

    private string Line(BillRow row)
    {
        var order = row.Order;
        var amount = Yuan.Of(row.Kind == BillKind.Paid ? row.AmountMinor : -row.AmountMinor);
        return string.Join(
            ',',
            order.TransactionId + "\t",
            order.Key.OutTradeNo + "\t",
            row.Kind == BillKind.Paid ? "交易" : "退款",
            Plain(order.Description),
            Beijing.Plain(row.Refund?.AtMs ?? order.MadeMs),
            Beijing.Plain(row.AtMs),
            Plain(order.Place?.Store) + "\t",
            "",
            Plain(order.Place?.Operator) + "\t",
            Plain(order.Place?.Terminal) + "\t",
            books.Do(b => $"*({b.Customers.Login(order.Customer!.Value)})"),
            amount,
            amount,
            "0.00",
            "0.00",
            "0.00",
            "0.00",
            "0.00",
            "",
            "0.00",
            "0.00",
            row.Refund is null ? "" : row.Refund.OutRefundNo + "\t",
            // What the merchant pays stands below zero, what it gets back above.
            Yuan.Of(-row.FeeMinor),
            "0.00",
            Plain(row.Refund?.Reason)
        );
    }

    private static StringBuilder Top(string title, string account, DateOnly day) =>
        new StringBuilder()
            .Append($"{title}\r\n#账号：[{account}]\r\n")
            .Append($"#起始日期：[{day:yyyy年MM月dd日} 00:00:00]   终止日期：[{day.AddDays(1):yyyy年MM月dd日} 00:00:00]\r\n");

    // The real bill does not quote: what would break a line or a cell is left out.
    private static string Plain(string? text) => text is null ? "" : string.Concat(text.Where(c => c is not (',' or '\t' or '\r' or '\n')));

    private static void Put(ZipArchive zip, string name, string text)
    {
        using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        entry.Write(s_gbk.GetBytes(text));
    }

    private void Keep(string token, byte[] file, string name, long untilMs)
    {
        lock (_lock)
        {
            _files[token] = (file, name, untilMs);
            _order.Enqueue(token);
            if (_order.Count > MostTokens)
            {
                _files.Remove(_order.Dequeue());
            }
        }
    }
}
