using Guitai.Contracts.Facts;
using Guitai.Contracts.Masters;
using Guitai.Contracts.Terminal;
using Guitai.Documents;
using Guitai.Foundation;
using Guitai.Receipts;

namespace Guitai.Till.Tests.Cards;

public sealed class CardSlipTests
{
    [Fact]
    public void The_shops_slip_says_what_a_card_scheme_asks_for_and_leaves_room_to_sign() =>
        Assert.Equal(Golden, Paper(Slip(s => s with { OriginalTrace = 41 }), forMerchant: true).ReplaceLineEndings("\n").Trim('\n'));

    [Fact]
    public void With_a_PIN_nobody_signs_and_offline_and_copy_are_marked()
    {
        var paper = Paper(Slip(s => s with { PinEntered = true, AsksSignature = false, Offline = true, Rrn = null }), forMerchant: true, 2);
        Assert.Contains("已输入密码，无需签名", paper, StringComparison.Ordinal);
        Assert.Contains("脱机交易 OFFLINE", paper, StringComparison.Ordinal);
        Assert.Contains("重印 COPY 2", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("持卡人签名", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("参考号", paper, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cardholders_slip_bears_no_expiry_and_asks_for_no_signature()
    {
        var slip = Slip(s => s with { Flow = CardFlow.PreAuthorisation, Expiry = new ShortWord("12/30") });
        Assert.Contains("12/30", Paper(slip, forMerchant: true), StringComparison.Ordinal);
        var paper = Paper(slip, forMerchant: false);
        Assert.DoesNotContain("12/30", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("签名", paper, StringComparison.Ordinal);
        Assert.Contains("预授权 PRE-AUTH", paper, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drawn_signature_is_printed_as_a_picture_whatever_its_strokes_are()
    {
        foreach (
            int[][] strokes in (int[][][])
                [
                    [
                        [0, 0, 1000, 1000],
                    ],
                    [
                        [5],
                    ],
                    [
                        [],
                    ],
                    [
                        [-7, 90_000, 12, 3],
                    ],
                    [],
                ]
        )
        {
            var slip = Slip(s => s with { Signature = strokes });
            var document = CardSlipPaper.Compose(Place(), slip, forMerchant: true);
            Assert.NotEmpty(EscPosEncoder.Encode(document, PaperWidth.Mm58));
        }
    }

    private const string Golden = """
                        街  角  小  店
        ================================================
                     商户存根 MERCHANT COPY
        商户编号                         104110045110012
        终端编号                                20010001
        操作员号                                     007
        卡组织                                      银联
        卡号                         621234******1234 /S
        交易类型                               消费 SALE
        批次号                                    000012
        凭证号                                    000042
        票据号                                    000007
        授权码                                    123456
        参考号                              000000000042
        原凭证号                                  000041
        日期时间                     2026-03-01 10:00:00
        金额                                   CNY 12.99
        单号                                S1-01-000042
        ------------------------------------------------
        持卡人签名



        ------------------------------------------------
        本人确认以上交易，同意将其记入本卡账户。 I agree
        to pay the above total amount according to the
        card issuer agreement.



        ------------------------------------------------8<
        """;

    private static Store Place() =>
        new()
        {
            Id = TestShop.StoreId,
            Code = "S1",
            Name = "街角小店",
            TimeZone = "Asia/Shanghai",
            DayChangeHour = 4,
            CashRounding = new CashRounding(10, CashRoundingMode.Down),
            Receipt = new ReceiptSettings(),
        };

    private static CardSlipContent Slip(Func<CardSlip, CardSlip> change) =>
        new(
            new CardDetails(
                new CardView(new("unionpay"), new("621234******1234"), CardToken.Of(new byte[16]), CardEntry.Swiped),
                change(
                    new CardSlip
                    {
                        Merchant = new("104110045110012"),
                        Terminal = new("20010001"),
                        Flow = CardFlow.Sale,
                        Batch = 12,
                        Trace = 42,
                        Invoice = 7,
                        Rrn = new("000000000042"),
                        Authorisation = new("123456"),
                        AtMs = 1_772_330_400_000,
                        AsksSignature = true,
                    }
                ),
                7
            ),
            1299,
            Currency.Cny,
            "S1-01-000042"
        );

    private static string Paper(CardSlipContent slip, bool forMerchant, int copy = 0) =>
        PaperText.Render(OrderReceipt.Rows(CardSlipPaper.Compose(Place(), slip, forMerchant, copy), PaperWidth.Mm80), PaperWidth.Mm80);
}
