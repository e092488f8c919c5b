using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.KeyStore;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.Terminal.Keys;

/// <summary>The terminal's keys in a key store's file.</summary>
/// <param name="store">Their use.</param>
/// <param name="custody">How they come in.</param>
/// <param name="profile">How messages are authenticated: UnionPay, RetailMac or Cmac.</param>
public sealed class TerminalKeys(IKeyStore store, IKeyCustody custody, Func<string> profile) : ITerminalKeys
{
    /// <summary>The master key, by two components or by a key block.</summary>
    public static KeyName Master { get; } = new("terminal.master");

    /// <summary>What protects key blocks.</summary>
    public static KeyName BlockProtection { get; } = new("terminal.blocks");

    /// <summary>Seals the journal and the cards.</summary>
    public static KeyName Storage { get; } = new("terminal.journal");

    /// <summary>Makes tokens of card numbers.</summary>
    public static KeyName Lookup { get; } = new("terminal.cards");

    private static readonly KeyName s_pin = new("terminal.pin");

    // A key has one use for ever: a profile that changes gets a key of another name.
    private (KeyName Name, KeyUse Use, int Bytes) MacKey =>
        profile() switch
        {
            "RetailMac" => (new KeyName("terminal.retail-mac"), KeyUse.RetailMac, 16),
            "Cmac" => (new KeyName("terminal.cmac"), KeyUse.Cmac, 16),
            _ => (new KeyName("terminal.mac"), KeyUse.UnionPayMac, 8),
        };

    /// <inheritdoc/>
    public bool Mac(ReadOnlySpan<byte> message, Span<byte> mac) => store.Mac(MacKey.Name, message, mac) == KeyAnswer.Ok;

    /// <inheritdoc/>
    public bool IsRight(ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac) => store.VerifyMac(MacKey.Name, message, mac) == KeyAnswer.Ok;

    /// <inheritdoc/>
    public bool EncryptPin(scoped ref ClearPin pin, scoped ReadOnlySpan<char> number, scoped Span<byte> block) =>
        store.EncryptPin(s_pin, PinBlockFormat.Iso0, ref pin, number, block) == KeyAnswer.Ok;

    /// <inheritdoc/>
    public async Task<bool> TakeAsync(ReadOnlyMemory<byte> field)
    {
        var key = MacKey;
        if (field.Length < 40)
        {
            return false;
        }

        return await ReceiveAsync(s_pin, KeyUse.PinEncryption, field[..16], field.Slice(16, 4))
            && await ReceiveAsync(key.Name, key.Use, field.Slice(20, key.Bytes), field.Slice(36, 4));
    }

    /// <inheritdoc/>
    public void Hash(ReadOnlySpan<char> number, Span<byte> hash)
    {
        Span<byte> text = stackalloc byte[number.Length];
        Encoding.ASCII.GetBytes(number, text);
        Require(store.LookupHash(Lookup, text, hash));
        CryptographicOperations.ZeroMemory(text);
    }

    /// <inheritdoc/>
    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var seal = new byte[plain.Length + IKeyStore.SealOverhead];
        Require(store.Seal(Storage, plain, context, seal));
        return seal;
    }

    /// <inheritdoc/>
    public byte[]? Open(ReadOnlySpan<byte> seal, ReadOnlySpan<byte> context)
    {
        if (seal.Length < IKeyStore.SealOverhead)
        {
            return null;
        }

        // Pinned: what is opened may be a card's number, and is wiped by whoever asked.
        var plain = GC.AllocateArray<byte>(seal.Length - IKeyStore.SealOverhead, pinned: true);
        return store.Open(Storage, seal, context, plain) == KeyAnswer.Ok ? plain : null;
    }

    private static void Require(KeyAnswer answer)
    {
        if (answer != KeyAnswer.Ok)
        {
            throw new CryptographicException($"The key store refused: {answer}.");
        }
    }

    // The keys before are gone at the host: here too, so that nothing is believed under an old one.
    private async Task<bool> ReceiveAsync(KeyName name, KeyUse use, ReadOnlyMemory<byte> encrypted, ReadOnlyMemory<byte> checkValue)
    {
        var old = store.List().Where(k => k.Name == name && k.State is KeyState.Current or KeyState.Overlapping).ToList();
        var load = await custody.ReceiveAsync(name, use, Master, encrypted, checkValue);
        if (load.Answer != KeyAnswer.Ok)
        {
            return false;
        }

        foreach (var version in old.Where(k => k.Name == name))
        {
            await custody.RetireAsync(name, version.Version, "sign-in");
        }

        return true;
    }
}
