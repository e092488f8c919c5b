namespace Guitai.PaymentCrypto.KeyBlocks;

/// <summary>How key blocks write uses, algorithms and modes (X9.143-2021, tables 4, 5 and 6).</summary>
internal static class KeyBlockUse
{
    private static readonly Dictionary<KeyUse, (string Code, string Modes)> s_uses = new()
    {
        [KeyUse.PinEncryption] = ("P0", "BDEN"),
        [KeyUse.RetailMac] = ("M3", "CGVN"),
        [KeyUse.UnionPayMac] = ("10", "CGVN"),
        [KeyUse.Cmac] = ("M6", "CGVN"),
        [KeyUse.DataEncryption] = ("D0", "BDEN"),
        [KeyUse.DukptBase] = ("B0", "XN"),
        [KeyUse.DukptInitial] = ("B1", "XN"),
        [KeyUse.KeyEncryption] = ("K0", "BDEN"),
        [KeyUse.KeyBlockProtection] = ("K1", "BDEN"),
        [KeyUse.CardVerification] = ("C0", "CGVN"),
        [KeyUse.PinVerification] = ("V2", "CGVN"),
        [KeyUse.IssuerCryptogram] = ("E0", "XN"),
        [KeyUse.IssuerScriptCipher] = ("E1", "XN"),
        [KeyUse.IssuerScriptMac] = ("E2", "XN"),
        [KeyUse.Storage] = ("11", "BN"),
        [KeyUse.Lookup] = ("M7", "CGVN"),
        [KeyUse.Wrapping] = ("12", "BN"),
    };

    public static string CodeOf(KeyUse use) => s_uses[use].Code;

    public static KeyUse? UseOf(string code) =>
        s_uses.FirstOrDefault(u => string.Equals(u.Value.Code, code, StringComparison.Ordinal)) is { Value.Code: not null } found
            ? found.Key
            : null;

    public static bool IsMode(KeyUse use, char mode) => s_uses[use].Modes.Contains(mode, StringComparison.Ordinal);

    /// <summary>The mode that restricts a use no further.</summary>
    public static char WidestMode(KeyUse use) => s_uses[use].Modes[0];

    public static char CodeOf(KeyAlgorithm algorithm) =>
        algorithm switch
        {
            KeyAlgorithm.Tdes => 'T',
            KeyAlgorithm.Aes => 'A',
            KeyAlgorithm.Sm4 => '4',
            _ => 'H',
        };

    public static KeyAlgorithm? AlgorithmOf(char code) =>
        code switch
        {
            'T' or 'D' => KeyAlgorithm.Tdes,
            'A' => KeyAlgorithm.Aes,
            '4' => KeyAlgorithm.Sm4,
            'H' => KeyAlgorithm.Hmac,
            _ => null,
        };
}
