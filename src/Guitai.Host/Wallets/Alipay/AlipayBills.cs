using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Guitai.Host.Wallets.Alipay;

/// <summary>Alipay's bill of a day: a zip with a CSV in GBK, read by the names of its columns, held against its own totals.</summary>
internal sealed partial class AlipayBills(AlipayWire wire, TimeProvider time)
{
    // Bills come in the morning of the next day; the same code says that there is none yet and that there is nothing to bill.
    private const long ReadyByMs = 12 * 3_600_000L;

    private static readonly Encoding s_gbk = CodePagesEncodingProvider.Instance.GetEncoding(
        "GBK",
        EncoderFallback.ExceptionFallback,
        DecoderFallback.ExceptionFallback
    )!;

    public async Task<IReadOnlyList<WalletBillRow>?> ReadAsync(WalletChannel channel, DateOnly day, CancellationToken cancellation)
    {
        var reply = await wire.AskAsync(
            channel,
            "alipay.data.dataservice.bill.downloadurl.query",
            json =>
            {
                json.WriteString("bill_type", "trade");
                json.WriteString("bill_date", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            },
            cancellation
        );
        if (reply.SubCode == "isp.bill_not_exist")
        {
            return time.GetUtcNow().ToUnixTimeMilliseconds() >= WalletText.StartMs(day.AddDays(1)) + ReadyByMs ? [] : null;
        }

        // A signed answer names the address; it must not be one that anybody on the way could read.
        return
            reply.IsGood
            && Uri.TryCreate(reply.Body.Text("bill_download_url"), UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback)
            && await wire.FileAsync(address, cancellation) is { } file
            ? Unpack(file)
            : null;
    }

    /// <summary>The rows; null for what is no bill, or one that does not add up.</summary>
    public static IReadOnlyList<WalletBillRow>? Unpack(byte[] file)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read, leaveOpen: false, s_gbk);
            var entry = zip.Entries.SingleOrDefault(e => e.Name.EndsWith("业务明细.csv", StringComparison.Ordinal));
            if (entry is null || entry.Length > WalletLine.BillBytes)
            {
                return null;
            }

            using var stream = entry.Open();
            using var reader = new StreamReader(stream, s_gbk, detectEncodingFromByteOrderMarks: false);
            return Parse(reader.ReadToEnd());
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The rows of the text.</summary>
    public static IReadOnlyList<WalletBillRow>? Parse(string text)
    {
        BillColumns? columns = null;
        var rows = new List<WalletBillRow>();
        (string? paid, string? back) = (null, null);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith('#'))
            {
                paid ??= line.StartsWith("#交易合计", StringComparison.Ordinal) ? line : null;
                back ??= line.StartsWith("#退款合计", StringComparison.Ordinal) ? line : null;
            }
            else if (columns is null)
            {
                columns = new BillColumns(line.Split(','));
            }
            else if (line.Split(',') is { } cells && cells.Length == columns.Count && Row(columns.Of(cells)) is { } row)
            {
                rows.Add(row);
            }
            else
            {
                return null;
            }
        }

        return
            AddsUp(paid, [.. rows.Where(r => r.RefundNumber.Length == 0)], 1)
            && AddsUp(back, [.. rows.Where(r => r.RefundNumber.Length > 0)], -1)
            ? rows
            : null;
    }

    private static WalletBillRow? Row(Func<string, string> cell)
    {
        var (kind, refund, number) = (cell("业务类型"), cell("退款批次号/请求号"), cell("商户订单号"));
        var sign = kind switch
        {
            "交易" => 1,
            "退款" => -1,
            _ => 0,
        };
        return
            sign != 0
            && number.Length > 0
            && WalletText.TryReadPlain(cell("完成时间"), out var atMs)
            && WalletText.TryReadYuan(cell("订单金额（元）"), out var amount)
            && amount * sign >= 0
            && WalletText.TryReadYuan(cell("服务费（元）"), out var fee)
            ? new WalletBillRow(
                number,
                sign > 0 ? ""
                    : refund.Length > 0 ? refund
                    : number,
                cell("支付宝交易号"),
                amount * sign,
                // What the merchant pays stands below zero.
                -fee,
                atMs
            )
            : null;
    }

    private static bool AddsUp(string? line, List<WalletBillRow> rows, int sign) =>
        line is not null
        && Total().Match(line) is { Success: true } total
        && total.Groups["count"].Value == rows.Count.ToString(CultureInfo.InvariantCulture)
        && WalletText.TryReadYuan(total.Groups["sum"].Value, out var sum)
        && sum == rows.Sum(r => r.AmountMinor) * sign;

    [GeneratedRegex(
        "^#(?:交易|退款)合计：(?<count>[0-9]+)笔，商家实收(?:退款)?共(?<sum>-?[0-9.]+)元",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Total();
}
