using System.Text;
using Guitai.Sandbox.Wallets;

namespace Guitai.Sandbox.Tests.Wallets;

/// <summary>Wallets that die and come back know all that they confirmed, at whatever byte they were torn.</summary>
public sealed class WalletJournalTests
{
    [Fact]
    public async Task After_death_everything_stands_as_it_was_confirmed()
    {
        using var world = new TestWallets();
        var (weChat, alipay) = await LiveAsync(world);
        var before = Picture(world);
        var code = world.Code(WalletKind.WeChat);
        await weChat.PayAsync("T0000009", 1, code);
        world.Kill();
        Assert.Equal([.. before, .. Picture(world).Except(before)], Picture(world));
        Assert.Equal("SUCCESS", (await weChat.QueryAsync("T0000009"))["trade_state"]);
        Assert.Equal("AUTH_CODE_ERROR", (await weChat.PayAsync("T0000010", 1, code)).Code);
        Assert.Equal("REVOKED", (await weChat.QueryAsync("T0000003"))["trade_state"]);
        Assert.Equal("REFUND_SUCCESS", (await alipay.RefundQueryAsync("A1", "R1"))["refund_status"]);
        Assert.Equal("N", (await alipay.RefundAsync("A1", "1.00", "R1"))["fund_change"]);
        Assert.Single(world.Wallets.Phone.Prompts(TestWallets.Careful));
        Assert.Single(world.Wallets.Phone.Open());
        Assert.Equal(
            world.WeChat,
            world.Wallets.Merchants.EnrolWeChat(TestWallets.Shop, TestWallets.MerchantPublicKey) with
            {
                Platform = world.WeChat.Platform,
            }
        );
    }

    [Fact]
    public async Task A_journal_torn_at_any_byte_loses_only_what_was_not_confirmed()
    {
        using var world = new TestWallets();
        await LiveAsync(world);
        var length = (int)world.Files.Journal.Length;
        var whole = new byte[length];
        world.Files.Journal.Read(whole, 0);
        var random = new Random(5);
        var cuts = Enumerable.Range(length - 300, 300).Concat(Enumerable.Range(0, 100).Select(_ => random.Next(8, length)));
        var most = 0;
        foreach (var cut in cuts.Order())
        {
            using var files = new WalletMemory(world.Files);
            files.Journal.Write(whole.AsSpan(0, cut), 0);
            using var torn = new TestWallets(files: files);
            var orders = torn.Wallets.All();
            Assert.True(orders.Count >= most, "A longer journal knows less.");
            most = orders.Count;

            // Whatever it knows adds up: what customers are out of is what merchants are owed.
            foreach (var customer in (int[])[TestWallets.Plain, TestWallets.Careful])
            {
                foreach (var wallet in (WalletKind[])[WalletKind.WeChat, WalletKind.Alipay])
                {
                    var opening = customer == TestWallets.Plain ? 80_000 : 300_000;
                    var out_ = orders.Where(o => o.Customer == customer && o.Wallet == wallet).Sum(o => o.TakenMinor);
                    Assert.Equal(opening - out_, torn.Money(customer, wallet));
                }
            }
        }
    }

    [Fact]
    public async Task A_damaged_record_before_the_last_is_told()
    {
        using var world = new TestWallets();
        await LiveAsync(world);
        var whole = new byte[world.Files.Journal.Length];
        world.Files.Journal.Read(whole, 0);
        for (var at = 0; at < whole.Length - 700; at += at < 1_500 ? 1 : 97)
        {
            using var files = new WalletMemory(world.Files);
            var broken = whole.ToArray();
            broken[at] ^= 0x20;
            files.Journal.Write(broken, 0);
            Assert.Throws<InvalidDataException>(() => new TestWallets(files: files));
        }
    }

    [Fact]
    public async Task No_password_key_or_signature_stands_in_the_journal()
    {
        using var world = new TestWallets();
        await LiveAsync(world);
        var whole = new byte[world.Files.Journal.Length];
        world.Files.Journal.Read(whole, 0);
        var text = Encoding.UTF8.GetString(whole);
        Assert.Contains("T0000001", text, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Password(TestWallets.Careful), text, StringComparison.Ordinal);
        Assert.DoesNotContain(world.WeChat.ApiV3Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal);
    }

    [Fact]
    public void On_disk_a_second_process_cannot_take_the_same_folder_and_the_next_one_finds_all()
    {
        var folder = Directory.CreateTempSubdirectory("guitai-wallets-").FullName;
        try
        {
            using var caught = new CaughtCallbacks();
            var files = new WalletFolder(folder);
            using var world = new TestWallets();
            string mchid;
            using (var first = SandboxWallets.Open(files, TimeProvider.System, new Random(1).NextBytes, caught, world.Profile))
            {
                mchid = first.Merchants.EnrolWeChat("A", TestWallets.MerchantPublicKey).Mchid;
                first.Phone.Change(TestWallets.Plain, new(WeChatMinor: 12));
                Assert.Throws<IOException>(() => SandboxWallets.Open(files, TimeProvider.System, new Random(1).NextBytes, caught));
            }

            using var second = SandboxWallets.Open(files, TimeProvider.System, new Random(2).NextBytes, caught);
            Assert.Equal(mchid, second.Merchants.EnrolWeChat("A", TestWallets.MerchantPublicKey).Mchid);
            Assert.Equal(12, second.Phone.Find(TestWallets.Plain)!.WeChatMinor);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "wallets.json")));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Picture(TestWallets world) => [.. world.Wallets.All().Select(o => o.ToString())];

    // A bit of everything.
    private static async Task<(WeChatClient WeChat, AlipayClient Alipay)> LiveAsync(TestWallets world)
    {
        var weChat = world.WeChatClient();
        var alipay = world.AlipayClient();
        await weChat.PayAsync("T0000001", 700, TestWallets.Plain);
        await weChat.PayAsync("T0000002", 100, TestWallets.Careful);
        await weChat.PayAsync("T0000003", 300, TestWallets.Plain);
        await weChat.PayAsync("T0000004", 300, TestWallets.Empty);
        world.Clock.Advance(TimeSpan.FromSeconds(20));
        await weChat.ReverseAsync("T0000003");
        await weChat.RefundAsync("T0000001", "R1", 200, 700);
        await weChat.NativeAsync("T0000005", 900);
        var url = (await weChat.NativeAsync("T0000006", 900))["code_url"]!;
        var prompt = world.Wallets.Phone.Scan(TestWallets.Plain, url).Prompt!;
        world.Wallets.Phone.Refuse(TestWallets.Plain, prompt.Id);
        world.Wallets.Phone.Scan(TestWallets.Plain, url);
        world.Wallets.Phone.Pay(TestWallets.Plain, prompt.Id, world.Password(TestWallets.Plain));
        await weChat.NativeAsync("T0000007", 900);
        await weChat.CloseAsync("T0000007");
        await alipay.PayAsync("A1", "3.00", TestWallets.Plain, "https://host.example/alipay");
        await alipay.RefundAsync("A1", "1.00", "R1");
        await alipay.PayAsync("A2", "2.00", TestWallets.Careful);
        await alipay.CancelAsync("A2");
        await world.Wallets.Callbacks.DeliverDueAsync();
        return (weChat, alipay);
    }
}
