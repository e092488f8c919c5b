using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.Terminal.Keys;

/// <summary>The terminal's keys, by what they are for; never a key itself. The production one stands on the key store, an HSM or a secure element could.</summary>
public interface ITerminalKeys
{
    /// <summary>The MAC of a message, eight bytes.</summary>
    /// <returns>False when there is no key.</returns>
    bool Mac(ReadOnlySpan<byte> message, Span<byte> mac);

    /// <summary>Whether a message's MAC is right.</summary>
    bool IsRight(ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac);

    /// <summary>Makes a PIN into its block at once (ISO 9564 format 0).</summary>
    /// <param name="pin">Wiped by the caller.</param>
    /// <param name="number">The card number.</param>
    /// <param name="block">Eight bytes.</param>
    /// <returns>False when there is no key.</returns>
    bool EncryptPin(scoped ref ClearPin pin, scoped ReadOnlySpan<char> number, scoped Span<byte> block);

    /// <summary>Takes the working keys of a sign-in, field 62, under the master key.</summary>
    /// <returns>False: at least one was not what its check value says; the terminal signs in again before it says anything else.</returns>
    Task<bool> TakeAsync(ReadOnlyMemory<byte> field);

    /// <summary>A keyed hash of a card number, 32 bytes.</summary>
    void Hash(ReadOnlySpan<char> number, Span<byte> hash);

    /// <summary>Seals bytes for the disk.</summary>
    /// <param name="plain">What is sealed.</param>
    /// <param name="context">What it belongs to.</param>
    byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context);

    /// <summary>Opens what was sealed; null when it was changed, or belongs to something else.</summary>
    byte[]? Open(ReadOnlySpan<byte> seal, ReadOnlySpan<byte> context);
}
