using System.Buffers.Binary;
using System.Text;
using Guitai.PaymentCrypto.KeyBlocks;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.PaymentCrypto.Tests;

/// <summary>Key blocks at their shortest and longest, with optional blocks of every length, and wrapped keys likewise.</summary>
public sealed class KeyBlockEdgeTests
{
    private static readonly byte[] s_protection = Convert.FromHexString("88E1AB2A2E3DD38C1FA039A536500CC8");
    private static readonly byte[] s_key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");

    [Theory]
    [InlineData(KeyAlgorithm.Aes, 16)]
    [InlineData(KeyAlgorithm.Tdes, 8)]
    public void Optional_blocks_of_every_length_are_padded_to_whole_blocks_and_come_back(KeyAlgorithm algorithm, int size)
    {
        using var protection = KeyBlockProtectionKey.FromClear(algorithm, s_protection);
        for (var length = 0; length < 40; length++)
        {
            OptionalBlock[] optional = [new("KS", new string('~', length)), new("T1", " ")];
            var block = Wrap(protection, optional);
            Assert.Equal(KeyBlockFault.None, KeyBlockProtectionKey.ReadHeader(block, out var header));
            Assert.Equal(optional, header!.OptionalBlocks);
            var mac = size == 16 ? 16 : 8;
            var payload = size == 16 ? 32 : 24;
            var inHeader = block.Length - 2 * (payload + mac);
            Assert.Equal(0, (inHeader - KeyBlockHeader.FixedLength) % size);
            var plain = KeyBlockHeader.FixedLength + length + 4 + 5;
            var padded = plain % size == 0 ? plain : (plain + 4 + size - 1) / size * size;
            Assert.Equal(padded, inHeader);
            Assert.Equal(padded == plain ? "02" : "03", block[12..14]);
            Assert.Equal(KeyBlockFault.None, protection.Unwrap<PinKey>(block, out var key));
            key!.Dispose();
        }
    }

    [Fact]
    public void A_long_optional_block_says_its_length_in_the_longer_form()
    {
        using var protection = KeyBlockProtectionKey.FromClear(KeyAlgorithm.Aes, s_protection);
        Assert.Equal("KSFF", Wrap(protection, [new("KS", new string('A', 251))])[16..20]);
        Assert.Equal("KS00020106", Wrap(protection, [new("KS", new string('A', 252))])[16..26]);
        var longest = Wrap(protection, [new("KS", new string('A', 9_862))]);
        Assert.Equal(9_984, longest.Length);
        Assert.Equal(KeyBlockFault.None, protection.Unwrap<PinKey>(longest, out var key));
        key!.Dispose();
        Assert.ThrowsAny<ArgumentException>(() => Wrap(protection, [new("KS", new string('A', 9_863))]));
        Assert.ThrowsAny<ArgumentException>(() => Wrap(protection, [new("KS", new string('A', 70_000))]));
        Assert.Equal(KeyBlockFault.Length, KeyBlockProtectionKey.ReadHeader(longest + new string('0', 16), out _));
    }

    [Fact]
    public void What_does_not_fit_into_a_header_is_not_written()
    {
        using var protection = KeyBlockProtectionKey.FromClear(KeyAlgorithm.Aes, s_protection);
        foreach (
            var (id, data) in ((string, string)[])[("K", ""), ("KSX", ""), ("K-", ""), ("-S", ""), ("KS", "a\u001F"), ("KS", "\u007Fa")]
        )
        {
            Assert.ThrowsAny<ArgumentException>(() => Wrap(protection, [new(id, data)]));
        }

        var many = Enumerable.Repeat(new OptionalBlock("T1", new string('A', 12)), 99).ToArray();
        Assert.Equal("99", Wrap(protection, many)[12..14]);
        Assert.ThrowsAny<ArgumentException>(() => Wrap(protection, [.. many, many[0]]));
        using var key = PinKey.FromClear(KeyAlgorithm.Aes, s_key);
        Assert.ThrowsAny<ArgumentException>(() => protection.Wrap(key, 'B', 'N', Vectors.System, "0-"));
        Assert.ThrowsAny<ArgumentException>(() => protection.Wrap(key, 'B', 'N', Vectors.System, "000"));
        Assert.ThrowsAny<ArgumentException>(() => protection.Wrap(key, 'X', 'N', Vectors.System));
        Assert.ThrowsAny<ArgumentException>(() => protection.Wrap(key, 'B', 'X', Vectors.System));
        Assert.Equal(80, protection.WrapClear(new KeyBlockHeader('D', "P0", 'A', 'B', "00", 'N'), new byte[14], Vectors.System).Length);
        Assert.ThrowsAny<ArgumentException>(() =>
            protection.WrapClear(new KeyBlockHeader('B', "P0", 'A', 'B', "00", 'N'), s_key, Vectors.System)
        );
    }

    [Theory]
    [InlineData("KS0003000010ABCD", KeyBlockFault.None)]
    [InlineData("KS0002000AT106!!", KeyBlockFault.None)]
    [InlineData("KS0004000000000000000010", KeyBlockFault.OptionalBlocks)]
    [InlineData("KS0000", KeyBlockFault.OptionalBlocks)]
    [InlineData("KS00020009", KeyBlockFault.OptionalBlocks)]
    [InlineData("KS03", KeyBlockFault.OptionalBlocks)]
    [InlineData("K-04", KeyBlockFault.OptionalBlocks)]
    [InlineData("KSG4", KeyBlockFault.OptionalBlocks)]
    [InlineData("KSFF", KeyBlockFault.OptionalBlocks)]
    public void An_optional_block_is_read_by_its_own_length(string optional, KeyBlockFault fault) =>
        Assert.Equal(fault, Read(optional, optional.Contains("T1", StringComparison.Ordinal) ? 2 : 1, 96));

    [Theory]
    [InlineData("", 0, 62, KeyBlockFault.Length)]
    [InlineData("", 0, 64, KeyBlockFault.None)]
    [InlineData("", 0, 65, KeyBlockFault.Length)]
    [InlineData("", 0, 66, KeyBlockFault.Length)]
    [InlineData("", 0, 2080, KeyBlockFault.None)]
    [InlineData("", 0, 2112, KeyBlockFault.Length)]
    [InlineData("KS04", 1, 0, KeyBlockFault.Length)]
    [InlineData("KS0", 1, 0, KeyBlockFault.OptionalBlocks)]
    [InlineData("KS0002", 1, 0, KeyBlockFault.OptionalBlocks)]
    [InlineData("KS0002000A", 1, 0, KeyBlockFault.Length)]
    public void What_follows_the_header_is_whole_blocks_and_a_MAC(string optional, int count, int hex, KeyBlockFault fault) =>
        Assert.Equal(fault, Read(optional, count, hex));

    [Fact]
    public void A_header_is_letters_and_digits_and_says_the_blocks_length()
    {
        var good = Text("", 0, 96);
        Assert.Equal(KeyBlockFault.Characters, KeyBlockProtectionKey.ReadHeader(good.Replace("P0", "P-", StringComparison.Ordinal), out _));
        Assert.Equal(KeyBlockFault.Length, KeyBlockProtectionKey.ReadHeader("D0x12" + good[5..], out _));
        Assert.Equal(KeyBlockFault.Length, KeyBlockProtectionKey.ReadHeader("D0113" + good[5..], out _));
        Assert.Equal(KeyBlockFault.OptionalBlocks, KeyBlockProtectionKey.ReadHeader(good[..12] + "0x" + good[14..], out _));
        Assert.Equal(KeyBlockFault.Version, KeyBlockProtectionKey.ReadHeader("E" + good[1..], out _));
        Assert.Equal(KeyBlockFault.Characters, KeyBlockProtectionKey.ReadHeader(good[..^1] + "g", out _));
        Assert.Equal(KeyBlockFault.Characters, KeyBlockProtectionKey.ReadHeader(good[..^1] + "\u001F", out _));
        Assert.Equal(KeyBlockFault.Length, KeyBlockProtectionKey.ReadHeader(good.AsSpan(0, 15), out _));
    }

    [Theory]
    [InlineData(0, KeyBlockFault.Payload)]
    [InlineData(12, KeyBlockFault.Payload)]
    [InlineData(128, KeyBlockFault.None)]
    [InlineData(240, KeyBlockFault.None)]
    [InlineData(248, KeyBlockFault.Payload)]
    public void The_length_inside_must_be_that_of_a_key_that_fits(int bits, KeyBlockFault fault)
    {
        using var protection = KeyBlockProtectionKey.FromClear(KeyAlgorithm.Aes, s_protection);
        var text = KeyBlockText.Write(new KeyBlockHeader('D', "P0", 'A', 'B', "00", 'N'), 32)!;
        var clear = new byte[32];
        BinaryPrimitives.WriteUInt16BigEndian(clear, (ushort)bits);
        var (payload, mac) = (new byte[32], new byte[16]);
        using var keys = BlockKeys.Make('D', protection.Cipher)!;
        keys.Seal(Encoding.ASCII.GetBytes(text), clear, payload, mac);
        Assert.Equal(fault, protection.UnwrapClear(text + Convert.ToHexString(payload) + Convert.ToHexString(mac), out _, out var key));
        Assert.Equal(fault is KeyBlockFault.None ? bits / 8 : 0, key?.Length ?? 0);
        key?.Dispose();
    }

    [Fact]
    public void A_block_of_a_variant_version_has_a_header_of_whole_cipher_blocks()
    {
        using var protection = KeyBlockProtectionKey.FromClear(KeyAlgorithm.Tdes, s_protection);
        var odd = "A" + Text("KS04", 1, 2 * (24 + 4))[1..];
        Assert.Equal(KeyBlockFault.OptionalBlocks, protection.UnwrapClear(odd, out _, out _));
        var even = "A" + Text("KS08ABCD", 1, 2 * (24 + 4))[1..];
        Assert.Equal(KeyBlockFault.Mac, protection.UnwrapClear(even, out _, out _));
        using var aes = KeyBlockProtectionKey.FromClear(KeyAlgorithm.Aes, s_protection);
        Assert.Equal(KeyBlockFault.ProtectionKey, aes.UnwrapClear(even, out _, out _));
    }

    [Theory]
    [InlineData(1, 16, 0, true)]
    [InlineData(1, 16, 1, false)]
    [InlineData(2, 16, 0, false)]
    [InlineData(2, 16, 1, true)]
    [InlineData(2, 16, 128, true)]
    [InlineData(2, 16, 129, false)]
    [InlineData(3, 16, 0, false)]
    [InlineData(1, 15, 0, false)]
    [InlineData(1, 0, 0, false)]
    public void A_wrapped_key_is_as_long_as_it_says(int kind, int length, int custodian, bool fine)
    {
        var bytes = new byte[38 + length + custodian];
        (bytes[0], bytes[1], bytes[2], bytes[3], bytes[37]) = (
            1,
            (byte)kind,
            (byte)KeyUse.RetailMac,
            (byte)KeyAlgorithm.Tdes,
            (byte)length
        );
        Assert.Equal(fine, WrappedKey.TryRead(bytes, out var key));
        Assert.Equal(fine, key is not null);
        Assert.Equal(fine && kind == 2, key?.IsComponent ?? false);
        Assert.False(WrappedKey.TryRead(bytes.AsSpan(0, 37), out _));
        Assert.False(WrappedKey.TryRead([2, .. bytes[1..]], out _));
        bytes[4] = 2;
        Assert.False(WrappedKey.TryRead(bytes, out _));
    }

    [Fact]
    public void A_reference_prints_which_key_it_is()
    {
        var bytes = new byte[38 + 16];
        (bytes[0], bytes[1], bytes[2], bytes[3], bytes[37]) = (1, 1, (byte)KeyUse.RetailMac, (byte)KeyAlgorithm.Tdes, 16);
        Assert.True(WrappedKey.TryRead(bytes, out var key));
        Assert.Equal("00000001:retailmac", new KeyRef(key!, "00000001").ToString());
        Assert.Equal("host.mak", new KeyRef(new KeyName("host.mak")).ToString());
    }

    private static KeyBlockFault Read(string optional, int count, int hex)
    {
        var fault = KeyBlockProtectionKey.ReadHeader(Text(optional, count, hex), out var header);
        Assert.Equal(fault is KeyBlockFault.None, header is not null);
        return fault;
    }

    private static string Text(string optional, int count, int hex) =>
        $"D{16 + optional.Length + hex:D4}P0AB00N{count:D2}00{optional}{new string('0', hex)}";

    private static string Wrap(KeyBlockProtectionKey protection, OptionalBlock[] optional)
    {
        using var key = PinKey.FromClear(KeyAlgorithm.Tdes, s_key);
        return protection.Wrap(key, 'B', 'N', Vectors.System, "00", optional);
    }
}
