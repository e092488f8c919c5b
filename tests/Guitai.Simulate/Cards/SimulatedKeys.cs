using System.Security.Cryptography;
using System.Text;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.PinBlocks;
using Guitai.Terminal.Keys;

namespace Guitai.Simulate.Cards;

/// <summary>A terminal's keys in memory, made without anything drawn, so that the same seed gives the same bytes.</summary>
internal sealed class SimulatedKeys(byte[] master) : ITerminalKeys
{
    private static readonly byte[] s_own = Enumerable.Repeat((byte)7, 32).ToArray();
    private UnionPayMacKey? _mac;
    private PinKey? _pin;

    public bool Mac(ReadOnlySpan<byte> message, Span<byte> mac)
    {
        _mac?.Compute(message, mac);
        return _mac is not null;
    }

    public bool IsRight(ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac) => _mac is not null && _mac.Verify(message, mac);

    public bool EncryptPin(scoped ref ClearPin pin, scoped ReadOnlySpan<char> number, scoped Span<byte> block)
    {
        _pin?.Encrypt(PinBlockFormat.Iso0, ref pin, number, _ => { }, block);
        return _pin is not null;
    }

    public Task<bool> TakeAsync(ReadOnlyMemory<byte> field)
    {
        using var key = DataKey.FromClear(KeyAlgorithm.Tdes, master);
        var (pin, mac) = (new byte[16], new byte[16]);
        key.DecryptEcb(field.Span[..16], pin);
        key.DecryptEcb(field.Span.Slice(20, 16), mac);
        _pin?.Dispose();
        _mac?.Dispose();
        _pin = PinKey.FromClear(KeyAlgorithm.Tdes, pin);
        _mac = UnionPayMacKey.FromClear(KeyAlgorithm.Tdes, mac.AsSpan(0, 8));
        return Task.FromResult(true);
    }

    public void Hash(ReadOnlySpan<char> number, Span<byte> hash) =>
        HMACSHA256.HashData(s_own, Encoding.ASCII.GetBytes(number.ToString()), hash);

    // Readable in the simulation; what is changed, or belongs to something else, is refused all the same.
    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context) => [.. Tag(plain, context), .. plain];

    public byte[]? Open(ReadOnlySpan<byte> seal, ReadOnlySpan<byte> context) =>
        seal.Length >= 32 && Tag(seal[32..], context).AsSpan().SequenceEqual(seal[..32]) ? seal[32..].ToArray() : null;

    private static byte[] Tag(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context) =>
        HMACSHA256.HashData(s_own, (byte[])[.. context, 0, .. plain]);
}
