using FsCheck;
using FsCheck.Fluent;
using Guitai.PaymentCrypto.Dukpt;
using Guitai.PaymentCrypto.KeyBlocks;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.PinBlocks;
using Guitai.Testing;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>What must hold for any input.</summary>
public sealed class PropertyTests
{
    private const string Pan = "4111111111111111";

    [Theory]
    [InlineData(PinBlockFormat.Iso0)]
    [InlineData(PinBlockFormat.Iso1)]
    [InlineData(PinBlockFormat.Iso3)]
    [InlineData(PinBlockFormat.Iso4)]
    public void A_PIN_comes_back_out_of_its_block(PinBlockFormat format) =>
        Prop.ForAll(
                Gen.Choose(4, 12).SelectMany(n => Gen.ArrayOf(Gen.Choose(0, 9), n)).ToArbitrary(),
                digits =>
                {
                    var text = string.Concat(digits);
                    using var key = KeyFor(format, 7);
                    Assert.Equal(text, Decrypt(key, format, Encrypt(key, format, text), Pan));
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(PinBlockFormat.Iso0, PinBlockFormat.Iso3)]
    [InlineData(PinBlockFormat.Iso0, PinBlockFormat.Iso4)]
    [InlineData(PinBlockFormat.Iso1, PinBlockFormat.Iso0)]
    [InlineData(PinBlockFormat.Iso3, PinBlockFormat.Iso0)]
    [InlineData(PinBlockFormat.Iso4, PinBlockFormat.Iso4)]
    [InlineData(PinBlockFormat.Iso4, PinBlockFormat.Iso0)]
    public void A_translated_PIN_is_the_same_PIN_under_the_other_key(PinBlockFormat from, PinBlockFormat to)
    {
        using var source = KeyFor(from, 7);
        using var target = KeyFor(to, 9);
        var translated = new byte[PinKey.BlockLength(to)];
        Assert.Equal(
            PinBlockFault.None,
            source.Translate(from, Encrypt(source, from, "90210"), Pan, target, to, Vectors.System, translated)
        );
        Assert.Equal("90210", Decrypt(target, to, translated, Pan));
    }

    [Fact]
    public void A_PIN_never_moves_into_format_1_nor_to_another_card()
    {
        using var key = KeyFor(PinBlockFormat.Iso0, 7);
        var block = Encrypt(key, PinBlockFormat.Iso0, "1234");
        var translated = new byte[8];
        Assert.Equal(
            PinBlockFault.Translation,
            key.Translate(PinBlockFormat.Iso0, block, Pan, key, PinBlockFormat.Iso1, Vectors.System, translated)
        );
        Assert.NotEqual(
            PinBlockFault.None,
            key.Translate(PinBlockFormat.Iso0, block, "4999999999999996", key, PinBlockFormat.Iso0, Vectors.System, translated)
        );
        Assert.All(translated, b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData("241261AAAAEDCBA9", PinBlockFault.Format)]
    [InlineData("0F1261AAAAEDCBA9", PinBlockFault.PinLength)]
    [InlineData("021261AAAAEDCBA9", PinBlockFault.PinLength)]
    [InlineData("041261AAAAEDCBAA", PinBlockFault.Filling)]
    [InlineData("051261AAAAEDCBA9", PinBlockFault.Digit)]
    public void A_malformed_block_says_why(string block, PinBlockFault fault)
    {
        ClearPin pin = default;
        Assert.Equal(fault, PinBlock.Decode(PinBlockFormat.Iso0, Vectors.Bytes(block), "5555555551234567", ref pin));
        Assert.Equal(0, pin.Length);
    }

    [Fact]
    public void Format_3_fills_with_every_letter_about_equally_often()
    {
        using var key = KeyFor(PinBlockFormat.Iso3, 7);
        var counts = new int[16];
        for (var i = 0; i < 3000; i++)
        {
            var block = new byte[8];
            var pin = ClearPin.From("1234");
            PinBlock.Encode(PinBlockFormat.Iso3, ref pin, "0000000000000", Vectors.System, block);
            for (var place = 6; place < 16; place++)
            {
                counts[place % 2 == 0 ? block[place / 2] >> 4 : block[place / 2] & 15]++;
            }
        }

        Assert.All(counts[..10], c => Assert.Equal(0, c));
        Assert.All(counts[10..], c => Assert.InRange(c, 4500, 5500));
    }

    [Fact]
    public void One_flipped_bit_breaks_every_MAC()
    {
        using var retail = RetailMacKey.FromClear(KeyAlgorithm.Tdes, Key(3, 16));
        using var cmac = CmacKey.FromClear(KeyAlgorithm.Aes, Key(3, 16));
        using var tdes = CmacKey.FromClear(KeyAlgorithm.Tdes, Key(3, 16));
        using var union = UnionPayMacKey.FromClear(KeyAlgorithm.Tdes, Key(3, 8));
        foreach (MacKey key in (MacKey[])[retail, cmac, tdes, union])
        {
            foreach (var length in (int[])[1, 8, 16, 17, 511, 512, 513, 1025])
            {
                var message = Key(5, length);
                var mac = new byte[key.MacLength];
                key.Compute(message, mac);
                for (var bit = 0; bit < 8 * Math.Min(length, 20); bit++)
                {
                    message[bit / 8] ^= (byte)(1 << bit % 8);
                    Assert.False(key.Verify(message, mac));
                    message[bit / 8] ^= (byte)(1 << bit % 8);
                }

                mac[^1] ^= 1;
                Assert.False(key.Verify(message, mac));
                Assert.False(key.Verify(message, mac.AsSpan(0, 3)));
                Assert.False(key.Verify(message, new byte[17]));
            }
        }
    }

    [Fact]
    public void A_MAC_allocates_nothing_once_warm()
    {
        using var retail = RetailMacKey.FromClear(KeyAlgorithm.Tdes, Key(3, 16));
        using var from = KeyFor(PinBlockFormat.Iso0, 7);
        using var to = KeyFor(PinBlockFormat.Iso4, 9);
        var block = Encrypt(from, PinBlockFormat.Iso0, "1234");
        var message = Key(5, 224);
        var mac = new byte[8];
        var translated = new byte[16];
        // The first calls are compiled in a hurry and box what the optimised ones do not.
        var allocated = long.MaxValue;
        for (var watch = System.Diagnostics.Stopwatch.StartNew(); allocated > 0 && watch.Elapsed < TimeSpan.FromSeconds(20); )
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            retail.Compute(message, mac);
            from.Translate(PinBlockFormat.Iso0, block, Pan, to, PinBlockFormat.Iso4, Vectors.System, translated);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(KeyAlgorithm.Tdes, 16)]
    [InlineData(KeyAlgorithm.Tdes, 24)]
    [InlineData(KeyAlgorithm.Aes, 16)]
    [InlineData(KeyAlgorithm.Aes, 24)]
    [InlineData(KeyAlgorithm.Aes, 32)]
    public void A_key_comes_back_out_of_its_block_and_one_changed_character_is_refused(KeyAlgorithm algorithm, int length)
    {
        using var protection = KeyBlockProtectionKey.FromClear(algorithm, Key(1, length));
        using var key = PinKey.FromClear(KeyAlgorithm.Tdes, Key(2, 16));
        var block = protection.Wrap(
            key,
            'B',
            'S',
            Vectors.System,
            "1a",
            [new OptionalBlock("KS", "00604B120F9292800000"), new OptionalBlock("T1", new string('x', 300))]
        );
        Assert.Equal(KeyBlockFault.None, protection.Unwrap<PinKey>(block, out var back));
        Assert.Equal(key.CheckValue, back!.CheckValue);
        back.Dispose();
        Assert.Equal(KeyBlockFault.None, KeyBlockProtectionKey.ReadHeader(block, out var header));
        Assert.Equal(["KS", "T1"], header!.OptionalBlocks.Select(o => o.Id));
        Assert.Equal("1a", header.KeyVersion);
        for (var i = 0; i < block.Length; i++)
        {
            var changed = block.ToCharArray();
            changed[i] = changed[i] == '0' ? '1' : '0';
            Assert.NotEqual(KeyBlockFault.None, protection.Unwrap<PinKey>(changed, out var none));
            Assert.Null(none);
        }
    }

    [Fact]
    public void A_block_for_one_use_gives_no_key_for_another()
    {
        using var protection = KeyBlockProtectionKey.FromClear(KeyAlgorithm.Aes, Key(1, 32));
        using var key = RetailMacKey.FromClear(KeyAlgorithm.Tdes, Key(2, 16));
        var block = protection.Wrap(key, 'C', 'N', Vectors.System);
        Assert.Equal(KeyBlockFault.Use, protection.Unwrap<PinKey>(block, out _));
        Assert.Equal(KeyBlockFault.Use, protection.Unwrap<DataKey>(block, out _));
        Assert.Equal(KeyBlockFault.None, protection.Unwrap<RetailMacKey>(block, out var back));
        back!.Dispose();
        Assert.Throws<ArgumentException>(() => protection.Wrap(key, 'B', 'N', Vectors.System));
        using var triple = KeyBlockProtectionKey.FromClear(KeyAlgorithm.Tdes, Key(1, 16));
        Assert.Equal(KeyBlockFault.ProtectionKey, triple.Unwrap<RetailMacKey>(block, out _));
    }

    [Theory]
    [InlineData("", KeyBlockFault.Length)]
    [InlineData("B0040P0TE00N0000", KeyBlockFault.Length)]
    [InlineData("BX040P0TE00N0000", KeyBlockFault.Length)]
    [InlineData("E0016P0TE00N0000", KeyBlockFault.Version)]
    [InlineData("B0016P0TE00N0000", KeyBlockFault.Length)]
    [InlineData("B0016P_TE00N0000", KeyBlockFault.Characters)]
    [InlineData("B0016P0TE00N0X00", KeyBlockFault.OptionalBlocks)]
    [InlineData("B0020P0TE00N0100KS02", KeyBlockFault.OptionalBlocks)]
    [InlineData("B0020P0TE00N0100KS00", KeyBlockFault.OptionalBlocks)]
    [InlineData("B0022P0TE00N0100KS0000", KeyBlockFault.OptionalBlocks)]
    [InlineData("B0024P0TE00N0100KS000101", KeyBlockFault.OptionalBlocks)]
    [InlineData("B0028P0TE00N0100KS0003FFFFFF", KeyBlockFault.OptionalBlocks)]
    [InlineData("B0020P0TE00N0100KS1Y", KeyBlockFault.OptionalBlocks)]
    [InlineData("B0020P0TE00N0100**04", KeyBlockFault.OptionalBlocks)]
    public void A_malformed_key_block_says_why(string block, KeyBlockFault fault) =>
        Assert.Equal(fault, KeyBlockProtectionKey.ReadHeader(block, out _));

    [Fact]
    public void Hostile_key_blocks_neither_crash_nor_give_a_key()
    {
        using var aes = KeyBlockProtectionKey.FromClear(KeyAlgorithm.Aes, Key(1, 32));
        using var tdes = KeyBlockProtectionKey.FromClear(KeyAlgorithm.Tdes, Key(1, 16));
        var random = new Random(20);
        var seeds = Vectors.Read("key-blocks", 22).Select(v => v.Text("block")).ToArray();
        for (var i = 0; i < Effort.Of(20_000); i++)
        {
            var text = seeds[random.Next(seeds.Length)].ToCharArray().ToList();
            for (var edits = random.Next(1, 6); edits > 0; edits--)
            {
                var at = random.Next(text.Count);
                switch (random.Next(4))
                {
                    case 0:
                        text[at] = (char)random.Next(1, 0x180);
                        break;
                    case 1:
                        text.RemoveAt(at);
                        break;
                    case 2:
                        text.Insert(at, "0123456789ABCDEF"[random.Next(16)]);
                        break;
                    default:
                        text[at] = "0123456789ABCDEF"[random.Next(16)];
                        break;
                }
            }

            var block = text.ToArray();
            if (random.Next(2) == 0 && block.Length is > 16 and < 9_999)
            {
                // Half of them say their own length, so that they get past the first check.
                block.Length.ToString("D4", System.Globalization.CultureInfo.InvariantCulture).CopyTo(block.AsSpan(1));
            }

            Assert.NotEqual(KeyBlockFault.None, aes.UnwrapClear(block, out _, out _));
            Assert.NotEqual(KeyBlockFault.None, tdes.UnwrapClear(block, out _, out _));
        }
    }

    [Fact]
    public void A_serial_number_advances_to_the_next_counter_that_has_few_enough_bits()
    {
        Assert.True(TdesKsn.TryRead(Vectors.Bytes("FFFF9876543210EFF800"), out var ksn));
        var counters = new List<uint>();
        for (var i = 0; i < 12; i++)
        {
            Assert.True(ksn.TryAdvance(out ksn));
            Assert.True(ksn.IsValid);
            counters.Add(ksn.Counter);
        }

        Assert.Equal(
            [0xFF801, 0xFF802, 0xFF804, 0xFF808, 0xFF810, 0xFF820, 0xFF840, 0xFF880, 0xFF900, 0xFFA00, 0xFFC00, 0x100000],
            counters
        );
        Assert.True(TdesKsn.TryRead(Vectors.Bytes("FFFF9876543210FFF800"), out var last));
        Assert.True(last.IsValid);
        Assert.False(last.TryAdvance(out _));
        Assert.True(new AesKsn(1, 0xFFFE_8000).TryAdvance(out var aes));
        Assert.Equal(0xFFFF_0000, aes.Counter);
        Assert.False(aes.TryAdvance(out _));
        Assert.False(TdesKsn.TryRead(new byte[9], out _));
        Assert.False(AesKsn.TryRead(new byte[11], out _));
    }

    [Fact]
    public void No_working_key_is_stronger_than_its_base()
    {
        Assert.False(AesDukpt.IsStrongEnough(16, DukptKeyType.Aes192));
        Assert.False(AesDukpt.IsStrongEnough(16, DukptKeyType.Hmac256));
        Assert.False(AesDukpt.IsStrongEnough(24, DukptKeyType.Aes256));
        Assert.True(AesDukpt.IsStrongEnough(16, DukptKeyType.Tdes3));
        Assert.True(AesDukpt.IsStrongEnough(32, DukptKeyType.Hmac256));
        using var key = DukptInitialKey.FromClear(KeyAlgorithm.Aes, Key(1, 16));
        Assert.Throws<ArgumentException>(() => key.DerivePinKey(new AesKsn(1, 1), DukptKeyType.Aes256));
        Assert.Throws<InvalidOperationException>(() => key.DerivePinKey(new AesKsn(1, 0), DukptKeyType.Aes128));
    }

    [Fact]
    public void A_disposed_key_works_no_more_and_a_key_never_prints()
    {
        var key = CmacKey.FromClear(KeyAlgorithm.Aes, Key(1, 16));
        Assert.DoesNotContain(Convert.ToHexString(Key(1, 16)), key.ToString(), StringComparison.OrdinalIgnoreCase);
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Compute([1], new byte[16]));
        Assert.All(key.Material.ToArray(), b => Assert.Equal(0, b));
        Assert.Equal("***", ClearPin.From("1234").ToString());
    }

    [Fact]
    public void Keys_of_other_lengths_or_ciphers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RetailMacKey.FromClear(KeyAlgorithm.Tdes, new byte[8]));
        Assert.Throws<ArgumentException>(() => RetailMacKey.FromClear(KeyAlgorithm.Aes, new byte[16]));
        Assert.Throws<ArgumentException>(() => PinKey.FromClear(KeyAlgorithm.Aes, new byte[8]));
        Assert.Throws<ArgumentException>(() => CmacKey.FromClear(KeyAlgorithm.Tdes, new byte[8]));
        Assert.Throws<ArgumentException>(() => DataKey.FromClear(KeyAlgorithm.Hmac, new byte[16]));
        Assert.Throws<ArgumentException>(() => ClearPin.From("123"));
        Assert.Throws<ArgumentException>(() => ClearPin.From("12a4"));
    }

    private static byte[] Key(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static PinKey KeyFor(PinBlockFormat format, int seed) =>
        PinKey.FromClear(format is PinBlockFormat.Iso4 ? KeyAlgorithm.Aes : KeyAlgorithm.Tdes, Key(seed, 16));

    private static byte[] Encrypt(PinKey key, PinBlockFormat format, string pin)
    {
        var block = new byte[PinKey.BlockLength(format)];
        var clear = ClearPin.From(pin);
        key.Encrypt(format, ref clear, Pan, Vectors.System, block);
        return block;
    }

    private static string Decrypt(PinKey key, PinBlockFormat format, byte[] block, string pan)
    {
        ClearPin pin = default;
        Assert.Equal(PinBlockFault.None, key.Decrypt(format, block, pan, ref pin));
        var digits = new char[pin.Length];
        pin.CopyTo(digits);
        return new string(digits);
    }
}
