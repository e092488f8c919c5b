namespace Guitai.PaymentCrypto;

/// <summary>The one thing that a key may do. The numbers are stored in key files: they never change.</summary>
public enum KeyUse
{
    /// <summary>Encrypts and decrypts PIN blocks (X9.143 usage P0).</summary>
    PinEncryption = 1,

    /// <summary>Retail MACs, X9.19 (X9.143 usage M3).</summary>
    RetailMac = 2,

    /// <summary>UnionPay's ECB MACs (no X9.143 usage of its own: proprietary 10).</summary>
    UnionPayMac = 3,

    /// <summary>CMACs under triple-DES or AES (X9.143 usage M6).</summary>
    Cmac = 4,

    /// <summary>Encrypts and decrypts data, for example tracks (X9.143 usage D0).</summary>
    DataEncryption = 5,

    /// <summary>Base derivation key of DUKPT (X9.143 usage B0).</summary>
    DukptBase = 6,

    /// <summary>Initial key of one device under DUKPT (X9.143 usage B1).</summary>
    DukptInitial = 7,

    /// <summary>Encrypts other keys, for example as a terminal's master key (X9.143 usage K0).</summary>
    KeyEncryption = 8,

    /// <summary>Protects key blocks (X9.143 usage K1).</summary>
    KeyBlockProtection = 9,

    /// <summary>CVV, CVV2 and iCVV (X9.143 usage C0).</summary>
    CardVerification = 10,

    /// <summary>PVV (X9.143 usage V2).</summary>
    PinVerification = 11,

    /// <summary>Issuer's master key for application cryptograms (X9.143 usage E0).</summary>
    IssuerCryptogram = 12,

    /// <summary>Issuer's master key for the confidentiality of scripts (X9.143 usage E1).</summary>
    IssuerScriptCipher = 13,

    /// <summary>Issuer's master key for the integrity of scripts (X9.143 usage E2).</summary>
    IssuerScriptMac = 14,

    /// <summary>Seals what this system keeps on disk, AES-256-GCM (proprietary usage 11).</summary>
    Storage = 15,

    /// <summary>Keyed hashes for looking up card numbers, HMAC-SHA-256 (X9.143 usage M7; PCI DSS 3.5.1.1).</summary>
    Lookup = 16,

    /// <summary>Wraps other keys as tokens that are kept outside a key store, AES-256-GCM (proprietary usage 12). Opens nothing else, and seals open none of its tokens.</summary>
    Wrapping = 17,
}
