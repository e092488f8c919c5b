using System.Diagnostics;
using System.Security.Cryptography;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.Dukpt;
using Guitai.PaymentCrypto.KeyBlocks;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.Bench;

/// <summary><c>guitai bench crypto</c>: what one message costs in cryptography, on one thread, warm; medians of several rounds, and the bytes allocated.</summary>
internal static class CryptoBench
{
    private const int Rounds = 9;
    private const string Pan = "4111111111111111";
    private static readonly KeyName s_master = new("bench.tmk");
    private static readonly KeyName s_zone = new("bench.zpk");

    public static async Task<int> RunAsync()
    {
        var message = new byte[224];
        RandomNumberGenerator.Fill(message);
        var mac = new byte[16];
        using var retail = RetailMacKey.FromClear(KeyAlgorithm.Tdes, Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"));
        using var union = UnionPayMacKey.FromClear(KeyAlgorithm.Tdes, Convert.FromHexString("C24A8FB57AA20123"));
        using var cmac = CmacKey.FromClear(KeyAlgorithm.Aes, Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C"));
        // The platform's own triple-DES and AES, one shot each over the same bytes, measured in the same run.
#pragma warning disable CA5350 // Payment networks use it; here it is only measured.
        using var platformDes = TripleDES.Create();
#pragma warning restore CA5350
        platformDes.Key = Convert.FromHexString("0123456789ABCDEFFEDCBA987654321089ABCDEF01234567");
        using var platformAes = Aes.Create();
        platformAes.Key = Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C");
        var chained = new byte[224];
        var iv = new byte[16];
        var des = Measure(() => platformDes.EncryptCbc(message, iv.AsSpan(0, 8), chained, PaddingMode.None)).Ns;
        var aes = Measure(() => platformAes.EncryptCbc(message, iv, chained, PaddingMode.None)).Ns;
        Report("crypto.mac_x919", Measure(() => retail.Compute(message, mac.AsSpan(0, 8))), des);
        Report("crypto.mac_unionpay", Measure(() => union.Compute(message, mac.AsSpan(0, 8))));
        Report("crypto.mac_cmac_aes", Measure(() => cmac.Compute(message, mac)), aes);

        using var from = PinKey.FromClear(KeyAlgorithm.Tdes, Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"));
        using var to = PinKey.FromClear(KeyAlgorithm.Tdes, Convert.FromHexString("FEDCBA98765432100123456789ABCDEF"));
        using var toAes = PinKey.FromClear(KeyAlgorithm.Aes, Convert.FromHexString("AF8CB133A78F8DC2D1359F18527593FB"));
        var block = new byte[8];
        var translated = new byte[16];
        var pin = ClearPin.From("1234");
        from.Encrypt(PinBlockFormat.Iso0, ref pin, Pan, RandomNumberGenerator.Fill, block);
        FillRandom random = RandomNumberGenerator.Fill;
        Report(
            "crypto.pin_translate_0_to_0",
            Measure(() => from.Translate(PinBlockFormat.Iso0, block, Pan, to, PinBlockFormat.Iso0, random, translated.AsSpan(0, 8)))
        );
        Report(
            "crypto.pin_translate_0_to_4",
            Measure(() => from.Translate(PinBlockFormat.Iso0, block, Pan, toAes, PinBlockFormat.Iso4, random, translated))
        );

        using var baseTdes = DukptBaseKey.FromClear(KeyAlgorithm.Tdes, Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"));
        using var baseAes = DukptBaseKey.FromClear(KeyAlgorithm.Aes, Convert.FromHexString("FEDCBA9876543210F1F1F1F1F1F1F1F1"));
        TdesKsn.TryRead(Convert.FromHexString("FFFF9876543210EFF800"), out var ksn);
        AesKsn.TryRead(Convert.FromHexString("12345678901234560001FFFE"), out var ksnAes);
        Report("crypto.dukpt_tdes_pin_key", Measure(() => Derive(baseTdes, ksn)));
        Report("crypto.dukpt_aes128_pin_key", Measure(() => Derive(baseAes, ksnAes)));

        using var protection = KeyBlockProtectionKey.FromClear(
            KeyAlgorithm.Aes,
            Convert.FromHexString("88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6")
        );
        const string Block =
            "D0112P0AE00E0000B82679114F470F540165EDFBF7E250FCEA43F810D215F8D207E2E417C07156A27E8E31DA05F7425509593D03A457DC34";
        Report("crypto.keyblock_d_unwrap", Measure(() => Unwrap(protection, Block)));
        await MeasureStoreAsync(message, mac);
        Console.Error.WriteLine($"checksum {Convert.ToHexString(mac)}{Convert.ToHexString(translated)}");
        return 0;
    }

    /// <summary>A message's MAC and its PIN under a terminal's wrapped keys: in memory already, and unwrapped anew each time.</summary>
    private static async Task MeasureStoreAsync(byte[] message, byte[] mac)
    {
        var folder = Directory.CreateTempSubdirectory("guitai-bench").FullName;
        try
        {
            CustodianComponent[] custodians = [new("a", Random(32)), new("b", Random(32))];
            var opening = await FileKeyStore.CreateAsync(
                Path.Combine(folder, "keys"),
                custodians[0],
                custodians[1],
                RandomNumberGenerator.Fill,
                TimeProvider.System,
                new NoAudit()
            );
            using var store = opening.Store!;
            await store.GenerateOwnAsync(IKeyWrapping.WrappingKey, KeyUse.Wrapping, "bench");
            await LoadAsync(store, s_master, KeyUse.KeyEncryption);
            await LoadAsync(store, s_zone, KeyUse.PinEncryption);
            var issue = await store.IssueAsync(s_master, "t", new KeyOrder(KeyUse.UnionPayMac, 8), new KeyOrder(KeyUse.PinEncryption, 16));
            var mak = new KeyRef(issue.Keys[0].Wrapped, "t");
            var pik = new KeyRef(issue.Keys[1].Wrapped, "t");
            var block = new byte[8];
            EncryptPin(store, pik, block);
            Report("crypto.store_mac_unionpay", Measure(() => store.VerifyMac(mak, message, mac.AsSpan(0, 8))));
            Report(
                "crypto.store_pin_translate",
                Measure(() => store.TranslatePin(pik, PinBlockFormat.Iso0, block, Pan, s_zone, PinBlockFormat.Iso0, mac.AsSpan(0, 8)))
            );
            Report(
                "crypto.store_mac_unwrapped_anew",
                Measure(() =>
                {
                    store.Forget(issue.Keys[0].Wrapped);
                    store.VerifyMac(mak, message, mac.AsSpan(0, 8));
                })
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void EncryptPin(FileKeyStore store, KeyRef key, byte[] block)
    {
        var pin = ClearPin.From("1234");
        store.EncryptPin(key, PinBlockFormat.Iso0, ref pin, Pan, block);
    }

    private static async Task LoadAsync(FileKeyStore store, KeyName name, KeyUse use)
    {
        await store.BeginLoadAsync(name, use, KeyAlgorithm.Tdes, "a", Random(16));
        await store.CompleteLoadAsync(name, "b", Random(16));
    }

    private static byte[] Random(int length) => RandomNumberGenerator.GetBytes(length);

    private sealed class NoAudit : IKeyAudit
    {
        public Task WriteAsync(KeyAuditEntry entry) => Task.CompletedTask;
    }

    private static void Derive(DukptBaseKey key, TdesKsn ksn)
    {
        using var initial = key.DeriveInitialKey(ksn);
        initial.DerivePinKey(ksn).Dispose();
    }

    private static void Derive(DukptBaseKey key, AesKsn ksn)
    {
        using var initial = key.DeriveInitialKey(ksn);
        initial.DerivePinKey(ksn, DukptKeyType.Aes128).Dispose();
    }

    private static void Unwrap(KeyBlockProtectionKey protection, string block)
    {
        protection.Unwrap<PinKey>(block, out var key);
        key!.Dispose();
    }

    private static void Report(string name, (double Ns, double Bytes) measured, double? baseline = null)
    {
        Figure.Print($"{name}_ns", measured.Ns, "ns", baseline);
        Figure.Print($"{name}_bytes_allocated", measured.Bytes, "bytes");
    }

    private static (double Ns, double Bytes) Measure(Action work)
    {
        var calls = 200;
        for (var warm = Stopwatch.StartNew(); warm.ElapsedMilliseconds < 300; )
        {
            work();
        }

        var one = Stopwatch.StartNew();
        for (var i = 0; i < calls; i++)
        {
            work();
        }

        calls = Math.Max(200, (int)Math.Min(1_000_000, calls * 0.1 / Math.Max(1e-6, one.Elapsed.TotalSeconds)));
        var times = new double[Rounds];
        var bytes = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < calls; i++)
            {
                work();
            }

            times[round] = watch.Elapsed.TotalNanoseconds / calls;
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Array.Sort(times);
        return (times[Rounds / 2], (double)bytes / calls);
    }
}
