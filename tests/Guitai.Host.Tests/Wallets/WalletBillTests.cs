using System.Text;
using Guitai.Host.Wallets;
using Guitai.Host.Wallets.Alipay;
using Guitai.Host.Wallets.WeChat;
using Guitai.Sandbox.Wallets;

namespace Guitai.Host.Tests.Wallets;

/// <summary>Bills as the wallets write them.</summary>
public sealed class WalletBillTests(WalletAccounts accounts)
{
    private static readonly DateOnly s_day = new(2026, 3, 5);

    public static TheoryData<WalletKind> Both => [WalletKind.WeChat, WalletKind.Alipay];

    [Theory, MemberData(nameof(Both))]
    public async Task A_days_bill_has_what_was_paid_given_back_and_undone_with_fees(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        var (kept, part, undone) = await DayAsync(world, kind);
        var rows = (await BillAsync(world, kind))!;
        Assert.Equal(
            [
                (kept.Number, "", 10_000, 60),
                (part.Number, "", 5_000, 30),
                (part.Number, "R000000000001", 2_000, -12),
                (undone.Number, "", 1_000, 6),
                (undone.Number, undone.Number, 1_000, -6),
            ],
            rows.Select(r => (r.Number, r.RefundNumber, r.AmountMinor, r.FeeMinor))
                .OrderBy(r => r.Number, StringComparer.Ordinal)
                .ThenBy(r => r.RefundNumber, StringComparer.Ordinal)
        );
        Assert.All(rows, r => Assert.Equal(28, r.WalletNumber.Length));
        var day = world.Sandbox.Wallets.Day(
            kind,
            kind == WalletKind.WeChat ? world.Sandbox.WeChat.Mchid : world.Sandbox.Alipay.AppId,
            s_day
        );
        Assert.Equal(day.FeeMinor, rows.Sum(r => r.FeeMinor));
        var start = new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.FromHours(8)).ToUnixTimeMilliseconds();
        Assert.All(rows, r => Assert.InRange(r.AtMs, start, start + 120_000));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_bill_that_differs_is_read_as_it_is(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        await DayAsync(world, kind);
        var good = (await BillAsync(world, kind))!;
        foreach (
            var (fault, count, amount, fee) in new[]
            {
                (WalletFault.BillMissingRow, 4, -10_000, -60),
                (WalletFault.BillExtraRow, 6, 8_888, 53),
                (WalletFault.BillOtherAmount, 5, 1, 0),
                (WalletFault.BillOtherFee, 5, 0, 1),
            }
        )
        {
            world.Fault(fault, WalletOperation.Bill);
            var other = (await BillAsync(world, kind))!;
            Assert.Equal(
                (count, good.Sum(r => r.AmountMinor) + amount, good.Sum(r => r.FeeMinor) + fee),
                (other.Count, other.Sum(r => r.AmountMinor), other.Sum(r => r.FeeMinor))
            );
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task There_is_no_bill_before_its_time_and_an_empty_one_of_a_day_without_payments(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        await DayAsync(world, kind);
        Assert.Null(await world.Wallet(kind).BillAsync(world.Merchant, s_day, CancellationToken.None));
        world.Sandbox.Clock.Set(new DateTimeOffset(2026, 3, 6, 9, 59, 0, TimeSpan.FromHours(8)));
        Assert.Null(await world.Wallet(kind).BillAsync(world.Merchant, s_day, CancellationToken.None));
        Assert.Equal(5, (await BillAsync(world, kind))!.Count);
        Assert.Empty((await world.Wallet(kind).BillAsync(world.Merchant, s_day.AddDays(-1), CancellationToken.None))!);
        Assert.Null(await world.Wallet(kind).BillAsync("000000000000000", s_day, CancellationToken.None));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_bill_that_was_cut_off_changed_lost_or_not_proved_is_none(WalletKind kind)
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        await DayAsync(world, kind);
        Assert.NotNull(await BillAsync(world, kind));
        world.Fault(WalletFault.WrongAnswerSignature, WalletOperation.Bill);
        Assert.Null(await BillAsync(world, kind));
        world.Fault(WalletFault.AnswerLost, WalletOperation.BillDownload);
        Assert.Null(await BillAsync(world, kind));
        foreach (
            var change in (Func<byte[], byte[]>[])
                [b => b[..(b.Length / 2)], _ => [], b => [.. b[..200], 65, .. b[201..]], _ => "下载超时"u8.ToArray()]
        )
        {
            world.Forger = (request, answer) =>
                request.Path.Contains("ownload", StringComparison.Ordinal) ? answer with { Body = change(answer.Body) } : answer;
            Assert.Null(await BillAsync(world, kind));
        }
    }

    [Fact]
    public async Task Our_signature_goes_to_no_address_that_an_answer_names()
    {
        using var world = await WalletWorld.OpenAsync(accounts);
        await DayAsync(world, WalletKind.WeChat);
        var hosts = new List<string>();
        world.Line.Line = request =>
        {
            hosts.Add(request.RequestUri!.Authority);
            return default;
        };
        Assert.NotNull(await BillAsync(world, WalletKind.WeChat));
        Assert.All(hosts, h => Assert.Equal("127.0.0.1:9", h));
    }

    [Fact]
    public void A_comma_in_a_name_does_not_move_WeChats_columns_and_totals_have_to_be_right()
    {
        const string Head = "交易时间,微信订单号,商户订单号,交易状态,商户退款单号,退款状态,商品名称,手续费,订单金额,申请退款金额";
        const string Totals = "总交易单数,手续费总金额,订单总金额,申请退款总金额";
        var bill =
            $"{Head}\r\n`2026-03-05 12:00:00,`42,`T1,`SUCCESS,`0,`,`茶, 大杯,`0.01000,`1.50,`0.00\r\n{Totals}\r\n`1,`0.01000,`1.50,`0.00\r\n";
        Assert.Equal(
            [
                new WalletBillRow(
                    "T1",
                    "",
                    "42",
                    150,
                    1,
                    new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.FromHours(8)).ToUnixTimeMilliseconds()
                ),
            ],
            WeChatBills.Parse(Encoding.UTF8.GetBytes(bill))
        );
        foreach (
            var (from, to) in new[]
            {
                ("`1,`0.01000,`1.50", "`2,`0.01000,`1.50"),
                ("`1,`0.01000,`1.50", "`1,`0.01000,`1.51"),
                ("SUCCESS", "PENDING"),
                ("`1.50,`0.00\r\n总", "`1.505,`0.00\r\n总"),
                ("2026-03-05", "2026-02-30"),
                ("`T1", "`"),
                ("`42,", ""),
            }
        )
        {
            Assert.Contains(from, bill, StringComparison.Ordinal);
            Assert.Null(WeChatBills.Parse(Encoding.UTF8.GetBytes(bill.Replace(from, to, StringComparison.Ordinal))));
        }
    }

    [Fact]
    public void Alipays_totals_have_to_be_right()
    {
        const string Bill =
            "#支付宝业务明细查询\r\n支付宝交易号,商户订单号,业务类型,完成时间,订单金额（元）,退款批次号/请求号,服务费（元）\r\n2026\t,T1\t,交易,2026-03-05 12:00:00,1.50,,-0.01\r\n2026\t,T1\t,退款,2026-03-05 12:00:01,-0.50,R1\t,0.00\r\n#交易合计：1笔，商家实收共1.50元，商家优惠共0.00元\r\n#退款合计：1笔，商家实收退款共-0.50元，商家优惠退款共0.00元\r\n";
        Assert.Equal(
            [("T1", "", 150, 1), ("T1", "R1", 50, 0)],
            AlipayBills.Parse(Bill)!.Select(r => (r.Number, r.RefundNumber, r.AmountMinor, r.FeeMinor))
        );
        foreach (
            var (from, to) in new[]
            {
                ("1笔，商家实收共", "2笔，商家实收共"),
                ("共-0.50", "共-0.51"),
                ("交易,2026", "其它,2026"),
                ("-0.50,", "0.50,"),
                ("T1\t,交易", "\t,交易"),
            }
        )
        {
            Assert.Contains(from, Bill, StringComparison.Ordinal);
            Assert.Null(AlipayBills.Parse(Bill.Replace(from, to, StringComparison.Ordinal)));
        }

        Assert.Null(AlipayBills.Parse(Bill[..^60]));
    }

    // A payment that stands, one of which a part is given back, one that is undone.
    private static async Task<(WalletPayment Kept, WalletPayment Part, WalletPayment Undone)> DayAsync(WalletWorld world, WalletKind kind)
    {
        var (kept, part, undone) = (world.Payment(10_000), world.Payment(5_000), world.Payment(1_000));
        foreach (var payment in new[] { kept, part, undone })
        {
            Assert.Equal(WalletState.Done, (await world.PayAsync(kind, payment)).State);
            world.Wait(1);
        }

        world.Wait(20);
        await world.RefundAsync(kind, part, "R000000000001", 2_000);
        Assert.Equal(WalletState.Refused, (await world.UndoAsync(kind, undone)).State);
        world.Wait(5);
        return (kept, part, undone);
    }

    private static async Task<IReadOnlyList<WalletBillRow>?> BillAsync(WalletWorld world, WalletKind kind)
    {
        world.Sandbox.Wallets.EarlyBills = true;
        return await world.Wallet(kind).BillAsync(world.Merchant, s_day, CancellationToken.None);
    }
}
