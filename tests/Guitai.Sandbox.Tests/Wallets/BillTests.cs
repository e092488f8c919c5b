using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Guitai.Sandbox.Wallets;
using Guitai.Sandbox.Wallets.Gateway;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>Bills: in the real ones' form, and exactly what the books have, unless they are told to differ.</summary>
public sealed class BillTests : IDisposable
{
    private static readonly DateOnly s_day = new(2026, 3, 5);

    private readonly TestWallets _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task WeChats_bill_has_every_row_and_adds_up_to_the_books()
    {
        var client = await SellWeChatAsync();
        var lines = (await WeChatBillAsync(client)).TrimEnd().Split("\r\n");
        Assert.StartsWith(
            "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,",
            lines[0],
            StringComparison.Ordinal
        );
        var rows = lines[1..^2].Select(l => l.Split(',').Select(c => c[1..]).ToArray()).ToList();
        Assert.All(lines[1..^2], l => Assert.All(l.Split(','), c => Assert.StartsWith("`", c, StringComparison.Ordinal)));
        Assert.All(rows, r => Assert.Equal(27, r.Length));
        Assert.Equal(["SUCCESS", "SUCCESS", "REFUND", "REVOKED"], rows.Select(r => r[9]));
        Assert.Equal(["1000.00", "5.00", "0.00", "0.00"], rows.Select(r => r[24]));
        Assert.Equal(["0.00", "0.00", "300.00", "5.00"], rows.Select(r => r[16]));
        Assert.Equal(["6.00000", "0.03000", "-1.80000", "-0.03000"], rows.Select(r => r[22]));
        Assert.All(rows, r => Assert.Equal("0.60%", r[23]));
        Assert.Equal("总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额", lines[^2]);
        Assert.Equal("`4,`1005.00,`305.00,`0.00,`4.20000,`1005.00,`305.00", lines[^1]);
        var books = _world.Wallets.Day(WalletKind.WeChat, _world.WeChat.Mchid, s_day);
        Assert.Equal((2, 100_500, 2, 30_500, 420), (books.PaidCount, books.PaidMinor, books.BackCount, books.BackMinor, books.FeeMinor));
    }

    [Theory]
    [InlineData("SUCCESS", 2, 20)]
    [InlineData("REFUND", 2, 29)]
    public async Task WeChats_bill_can_be_had_in_halves(string type, int rows, int cells)
    {
        var client = await SellWeChatAsync();
        var lines = (await WeChatBillAsync(client, $"&bill_type={type}")).TrimEnd().Split("\r\n");
        Assert.Equal(rows + 3, lines.Length);
        Assert.All(lines[..^2], l => Assert.Equal(cells, l.Split(',').Length));
    }

    [Fact]
    public async Task WeChats_bill_is_not_there_before_ten_nor_for_a_day_without_sales_nor_for_strangers()
    {
        var client = await SellWeChatAsync(untilNextDay: false);
        Assert.Equal("INVALID_REQUEST", (await AskAsync(client)).Code);
        _world.Clock.Set(new DateTimeOffset(2026, 3, 6, 9, 59, 59, TimeSpan.FromHours(8)));
        Assert.Equal("STATEMENT_CREATING", (await AskAsync(client)).Code);
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await AskAsync(client)).Status);
        Assert.Equal("NO_STATEMENT_EXIST", (await client.GetAsync("/v3/bill/tradebill?bill_date=2026-03-04")).Code);
        Assert.Equal("PARAM_ERROR", (await client.GetAsync("/v3/bill/tradebill?bill_date=20260305")).Code);
        Assert.Equal("PARAM_ERROR", (await client.GetAsync("/v3/bill/tradebill")).Code);
        Assert.Equal(404, (await client.GetAsync("/v3/billdownload/file?token=none")).Status);
        _world.Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal("INVALID_REQUEST", (await AskAsync(client)).Code);
    }

    [Fact]
    public async Task Todays_bill_is_there_at_once_when_it_is_switched_on()
    {
        var client = await SellWeChatAsync(untilNextDay: false);
        _world.Wallets.EarlyBills = true;
        Assert.Equal(200, (await AskAsync(client)).Status);
    }

    [Theory]
    [InlineData(WalletFault.BillMissingRow, 3)]
    [InlineData(WalletFault.BillExtraRow, 5)]
    [InlineData(WalletFault.BillOtherAmount, 4)]
    [InlineData(WalletFault.BillOtherFee, 4)]
    public async Task A_bill_can_differ_and_its_totals_agree_with_itself(WalletFault fault, int rows)
    {
        var client = await SellWeChatAsync();
        var right = await WeChatBillAsync(client);
        _world.Wallets.Faults.Add(new(fault, WalletKind.WeChat, Times: 1));
        var wrong = await WeChatBillAsync(client);
        Assert.NotEqual(right, wrong);
        var lines = wrong.TrimEnd().Split("\r\n");
        Assert.StartsWith($"`{rows},", lines[^1], StringComparison.Ordinal);
        Assert.Equal(Sum(lines[1..^2], 24), Minor(lines[^1].Split(',')[5]));
        Assert.Equal(right, await WeChatBillAsync(client));
    }

    [Fact]
    public async Task Alipays_bill_is_a_zip_of_two_files_in_GBK_and_adds_up_to_the_books()
    {
        var client = _world.AlipayClient();
        await client.PayAsync("T1", "1000.00");
        await client.PayAsync("T2", "5.00");
        await client.RefundAsync("T1", "300.00", "R1");
        await client.CancelAsync("T2");
        _world.Clock.Set(new DateTimeOffset(2026, 3, 6, 10, 0, 0, TimeSpan.FromHours(8)));
        var files = await AlipayBillAsync(client);
        var account = _world.Alipay.SellerId + "0156";
        Assert.Equal([$"{account}_20260305_业务明细.csv", $"{account}_20260305_业务明细(汇总).csv"], files.Keys);
        var lines = files.First().Value.Split("\r\n");
        Assert.Equal("#支付宝业务明细查询", lines[0]);
        Assert.Equal($"#账号：[{account}]", lines[1]);
        Assert.Equal("#起始日期：[2026年03月05日 00:00:00]   终止日期：[2026年03月06日 00:00:00]", lines[2]);
        Assert.Equal("#-----------------------------------------业务明细列表----------------------------------------", lines[3]);
        var rows = lines[5..9].Select(l => l.Split(',')).ToList();
        Assert.All(rows, r => Assert.Equal(25, r.Length));
        Assert.Equal(["交易", "交易", "退款", "退款"], rows.Select(r => r[2]));
        Assert.Equal(["1000.00", "5.00", "-300.00", "-5.00"], rows.Select(r => r[12]));
        Assert.Equal(["-6.00", "-0.03", "1.80", "0.03"], rows.Select(r => r[22]));
        Assert.Equal("R1\t", rows[2][21]);
        Assert.Equal("#-----------------------------------------业务明细列表结束------------------------------------", lines[9]);
        Assert.Equal("#交易合计：2笔，商家实收共1005.00元，商家优惠共0.00元", lines[10]);
        Assert.Equal("#退款合计：2笔，商家实收退款共-305.00元，商家优惠退款共0.00元", lines[11]);
        var sums = files.Last().Value.Split("\r\n");
        Assert.Equal("合计\t,,2,2,700.00,700.00,0.00,0.00,0.00,-4.20,0.00,695.80", sums[^4]);
        var books = _world.Wallets.Day(WalletKind.Alipay, _world.Alipay.AppId, s_day);
        Assert.Equal((100_500, 30_500, 420), (books.PaidMinor, books.BackMinor, books.FeeMinor));
    }

    [Fact]
    public async Task Alipays_address_is_good_for_half_a_minute()
    {
        var client = _world.AlipayClient();
        await client.PayAsync("T1", "1000.00");
        Assert.Equal("isp.unknow-error", (await client.BillAsync("2026-03-05")).SubCode);
        _world.Clock.Set(new DateTimeOffset(2026, 3, 6, 10, 0, 0, TimeSpan.FromHours(8)));
        Assert.Equal("isp.bill_not_exist", (await client.BillAsync("2026-03-04")).SubCode);
        var url = new Uri((await client.BillAsync("2026-03-05"))["bill_download_url"]!);
        _world.Clock.Advance(TimeSpan.FromSeconds(30));
        var late = await _world.Wallets.AnswerAsync(new GatewayRequest("GET", url.PathAndQuery, [], Array.Empty<byte>()));
        Assert.NotEqual((byte)'P', late.Body[0]);
    }

    [Fact]
    public async Task A_payment_given_back_in_any_parts_has_cost_nothing_in_the_end()
    {
        var client = _world.WeChatClient();
        await client.PayAsync("T0000001", 9_999);
        foreach (var (part, at) in ((int, int)[])[(1, 0), (83, 1), (84, 2), (4_000, 3), (5_831, 4)])
        {
            Assert.Equal(200, (await client.RefundAsync("T0000001", $"R{at}", part, 9_999)).Status);
        }

        var books = _world.Wallets.Day(WalletKind.WeChat, _world.WeChat.Mchid, s_day);
        Assert.Equal((9_999, 9_999, 0), (books.PaidMinor, books.BackMinor, books.FeeMinor));
    }

    private async Task<WeChatClient> SellWeChatAsync(bool untilNextDay = true)
    {
        var client = _world.WeChatClient();
        await client.PayAsync("T0000001", 100_000);
        await client.PayAsync("T0000002", 500);
        await client.PayAsync("T0000003", 1, TestWallets.Empty);
        _world.Clock.Advance(TimeSpan.FromSeconds(20));
        await client.RefundAsync("T0000001", "R1", 30_000, 100_000);
        await client.ReverseAsync("T0000002");
        if (untilNextDay)
        {
            _world.Clock.Set(new DateTimeOffset(2026, 3, 6, 10, 0, 0, TimeSpan.FromHours(8)));
        }

        return client;
    }

    private static Task<WeChatAnswer> AskAsync(WeChatClient client) => client.GetAsync("/v3/bill/tradebill?bill_date=2026-03-05");

    private static async Task<string> WeChatBillAsync(WeChatClient client, string more = "")
    {
        var answer = await client.GetAsync($"/v3/bill/tradebill?bill_date=2026-03-05{more}");
        var plain = (await client.GetAsync(new Uri(answer["download_url"]!).PathAndQuery)).Body;
        var zipped = await client.GetAsync($"/v3/bill/tradebill?bill_date=2026-03-05&tar_type=GZIP{more}");
#pragma warning disable CA5350 // WeChat Pay's own choice.
        Assert.Equal(answer["hash_value"], Convert.ToHexStringLower(SHA1.HashData(plain)));
#pragma warning restore CA5350
        using var gzip = new GZipStream(
            new MemoryStream((await client.GetAsync(new Uri(zipped["download_url"]!).PathAndQuery)).Body),
            CompressionMode.Decompress
        );
        using var unzipped = new MemoryStream();
        await gzip.CopyToAsync(unzipped);
        Assert.Equal("SHA1", answer["hash_type"]);
        Assert.True(unzipped.Length > 0);
        Assert.Equal(Encoding.UTF8.Preamble, plain.AsSpan(0, 3));
        return Encoding.UTF8.GetString(plain.AsSpan(3));
    }

    private async Task<Dictionary<string, string>> AlipayBillAsync(AlipayClient client)
    {
        var url = new Uri((await client.BillAsync("2026-03-05"))["bill_download_url"]!);
        var answer = await _world.Wallets.AnswerAsync(new GatewayRequest("GET", url.PathAndQuery, [], Array.Empty<byte>()));
        var gbk = CodePagesEncodingProvider.Instance.GetEncoding("GBK")!;
        using var zip = new ZipArchive(new MemoryStream(answer.Body), ZipArchiveMode.Read, leaveOpen: false, gbk);
        return zip.Entries.ToDictionary(
            e => e.Name,
            e =>
            {
                using var reader = new StreamReader(e.Open(), gbk);
                return reader.ReadToEnd();
            }
        );
    }

    private static long Sum(string[] lines, int cell) => lines.Sum(l => Minor(l.Split(',')[cell]));

    private static long Minor(string cell) => (long)(decimal.Parse(cell[1..], CultureInfo.InvariantCulture) * 100);
}
