using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Guitai.Host.Wallets.WeChat;

/// <summary>WeChat Pay's bill of a day: fetched, held against its hash, read by the names of its columns, held against its own totals.</summary>
internal sealed class WeChatBills(WeChatWire wire)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public async Task<IReadOnlyList<WalletBillRow>?> ReadAsync(WalletChannel channel, DateOnly day, CancellationToken cancellation)
    {
        var reply = await wire.GetAsync(
            channel,
            $"/v3/bill/tradebill?bill_date={day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}&bill_type=ALL",
            cancellation
        );
        if (reply.IsProved && reply.Code == "NOSTATEMENTEXIST")
        {
            return [];
        }

        // Our signature goes to the gateway only, whatever address the answer names.
        if (
            !reply.IsGood
            || reply.Body.Text("hash_type") != "SHA1"
            || !Uri.TryCreate(reply.Body.Text("download_url"), UriKind.Absolute, out var address)
            || await wire.FileAsync(channel, address.PathAndQuery, cancellation) is not { Status: 200 } file
        )
        {
            return null;
        }

#pragma warning disable CA5350 // WeChat Pay's own choice, against a broken download; the hash comes in a signed answer.
        var hash = Convert.ToHexString(SHA1.HashData(file.Body));
#pragma warning restore CA5350
        return hash.Equals(reply.Body.Text("hash_value"), StringComparison.OrdinalIgnoreCase) ? Parse(file.Body) : null;
    }

    /// <summary>The rows; null for what is no bill, or one that does not add up.</summary>
    public static IReadOnlyList<WalletBillRow>? Parse(byte[] file)
    {
        string text;
        try
        {
            text = s_strict.GetString(file).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length < 3)
        {
            return null;
        }

        var columns = new BillColumns(lines[0].Split(','));
        var rows = new List<WalletBillRow>();
        foreach (var line in lines[1..^2])
        {
            if (Cells(line) is not { } cells || cells.Length != columns.Count || Row(columns.Of(cells)) is not { } row)
            {
                return null;
            }

            rows.Add(row);
        }

        return AddsUp(new BillColumns(lines[^2].Split(',')), lines[^1], rows) ? rows : null;
    }

    private static WalletBillRow? Row(Func<string, string> cell)
    {
        var (state, refund) = (cell("交易状态"), cell("商户退款单号"));
        var isPaid = state == "SUCCESS";
        if (
            !(isPaid || state is "REFUND" or "REVOKED")
            || !WalletText.TryReadPlain(cell("交易时间"), out var atMs)
            || !WalletText.TryReadYuan(cell(isPaid ? "订单金额" : "申请退款金额"), out var amount)
            || amount < 0
            || !WalletText.TryReadYuan(cell("手续费"), out var fee)
            || cell("商户订单号") is not { Length: > 0 } number
        )
        {
            return null;
        }

        return new WalletBillRow(
            number,
            isPaid ? ""
                : refund is "" or "0" ? number
                : refund,
            cell("微信订单号"),
            amount,
            fee,
            atMs
        );
    }

    private static bool AddsUp(BillColumns columns, string line, List<WalletBillRow> rows)
    {
        if (Cells(line) is not { } cells || cells.Length != columns.Count)
        {
            return false;
        }

        var cell = columns.Of(cells);
        return cell("总交易单数") == rows.Count.ToString(CultureInfo.InvariantCulture)
            && WalletText.TryReadYuan(cell("订单总金额"), out var paid)
            && paid == rows.Where(r => r.RefundNumber.Length == 0).Sum(r => r.AmountMinor)
            && WalletText.TryReadYuan(cell("申请退款总金额"), out var back)
            && back == rows.Where(r => r.RefundNumber.Length > 0).Sum(r => r.AmountMinor);
    }

    // Each value stands behind a back-tick, so that commas in names break nothing.
    private static string[]? Cells(string line) => line.StartsWith('`') ? line[1..].Split(",`") : null;
}
