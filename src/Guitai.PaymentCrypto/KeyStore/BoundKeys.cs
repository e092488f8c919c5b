using Guitai.PaymentCrypto.CardValues;
using Guitai.PaymentCrypto.Cryptograms;
using Guitai.PaymentCrypto.Dukpt;
using Guitai.PaymentCrypto.KeyBlocks;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>Which kind of key stands behind each use: what the types hold at compile time, a store holds at run time.</summary>
internal static class BoundKeys
{
    private delegate SecretKey Make(KeyAlgorithm algorithm, ReadOnlySpan<byte> key);

    private static readonly Dictionary<KeyUse, (Make Make, KeyAlgorithm[] Algorithms, int[] TdesLengths)> s_kinds = new()
    {
        [KeyUse.PinEncryption] = (PinKey.FromClear, [KeyAlgorithm.Tdes, KeyAlgorithm.Aes], [8, 16, 24]),
        [KeyUse.RetailMac] = (RetailMacKey.FromClear, [KeyAlgorithm.Tdes], [16]),
        [KeyUse.UnionPayMac] = (UnionPayMacKey.FromClear, [KeyAlgorithm.Tdes], [8, 16]),
        [KeyUse.Cmac] = (CmacKey.FromClear, [KeyAlgorithm.Tdes, KeyAlgorithm.Aes], [16, 24]),
        [KeyUse.DataEncryption] = (DataKey.FromClear, [KeyAlgorithm.Tdes, KeyAlgorithm.Aes, KeyAlgorithm.Sm4], [16, 24]),
        [KeyUse.DukptBase] = (DukptBaseKey.FromClear, [KeyAlgorithm.Tdes, KeyAlgorithm.Aes], [16]),
        [KeyUse.DukptInitial] = (DukptInitialKey.FromClear, [KeyAlgorithm.Tdes, KeyAlgorithm.Aes], [16]),
        [KeyUse.KeyEncryption] = (KeyEncryptionKey.FromClear, [KeyAlgorithm.Tdes], [16, 24]),
        [KeyUse.KeyBlockProtection] = (KeyBlockProtectionKey.FromClear, [KeyAlgorithm.Tdes, KeyAlgorithm.Aes], [16, 24]),
        [KeyUse.CardVerification] = (CardVerificationKey.FromClear, [KeyAlgorithm.Tdes], [16]),
        [KeyUse.PinVerification] = (PinVerificationKey.FromClear, [KeyAlgorithm.Tdes], [16]),
        [KeyUse.IssuerCryptogram] = (IssuerCryptogramKey.FromClear, [KeyAlgorithm.Tdes], [16]),
        [KeyUse.IssuerScriptCipher] = (IssuerScriptCipherKey.FromClear, [KeyAlgorithm.Tdes], [16]),
        [KeyUse.IssuerScriptMac] = (IssuerScriptMacKey.FromClear, [KeyAlgorithm.Tdes], [16]),
        [KeyUse.Storage] = (StorageKey.FromClear, [KeyAlgorithm.Aes], []),
        [KeyUse.Lookup] = (LookupKey.FromClear, [KeyAlgorithm.Hmac], []),
        [KeyUse.Wrapping] = (WrappingKey.FromClear, [KeyAlgorithm.Aes], []),
    };

    /// <summary>True when such a key can be for that use.</summary>
    public static bool Fits(KeyUse use, KeyAlgorithm algorithm, int length) =>
        s_kinds.TryGetValue(use, out var kind)
        && kind.Algorithms.Contains(algorithm)
        && algorithm switch
        {
            KeyAlgorithm.Tdes => kind.TdesLengths.Contains(length),
            KeyAlgorithm.Aes => use is KeyUse.Storage or KeyUse.Wrapping ? length is 32 : length is 16 or 24 or 32,
            KeyAlgorithm.Sm4 => length is 16,
            _ => length is 32,
        };

    /// <summary>True for keys that a store makes for itself: they never leave it, not even wrapped.</summary>
    public static bool IsOwn(KeyUse use) => use is KeyUse.Storage or KeyUse.Lookup or KeyUse.Wrapping;

    /// <summary>Makes the one kind of key that the use has; the caller asked <see cref="Fits"/> first.</summary>
    public static SecretKey Create(KeyUse use, KeyAlgorithm algorithm, ReadOnlySpan<byte> key) => s_kinds[use].Make(algorithm, key);
}
