namespace Guitai.PaymentCrypto.KeyBlocks;

/// <summary>The clear header of a key block (ANSI X9.143-2021, 6; TR-31:2018, A.2): what the key is and may do. The block's MAC covers it.</summary>
/// <param name="Version">A and C: variants of the protection key under triple-DES; B: derived under triple-DES; D: derived under AES.</param>
/// <param name="Usage">Two characters, for example P0.</param>
/// <param name="Algorithm">T triple-DES, A AES, D DES, H HMAC and others.</param>
/// <param name="Mode">Mode of use: B both ways, C MACs both ways, D decrypt, E encrypt, G MAC generation, N no restriction, S, T, V MAC verification, X derive, Y.</param>
/// <param name="KeyVersion">Two characters; 00 when versions do not matter.</param>
/// <param name="Exportability">E under a trusted key, N not at all, S under others too.</param>
public sealed record KeyBlockHeader(char Version, string Usage, char Algorithm, char Mode, string KeyVersion, char Exportability)
{
    /// <summary>Length of the header without optional blocks, in characters.</summary>
    public const int FixedLength = 16;

    /// <summary>Optional blocks in their order, padding left out: two characters of identification and printable ASCII.</summary>
    public IReadOnlyList<OptionalBlock> OptionalBlocks { get; init; } = [];
}

/// <summary>An optional block of a key block's header, for example KS with the key serial number of an initial key.</summary>
/// <param name="Id">Two letters or digits.</param>
/// <param name="Data">Printable ASCII; may be empty.</param>
public sealed record OptionalBlock(string Id, string Data);

/// <summary>Why a key block gives no key. Never tells anything of the key.</summary>
public enum KeyBlockFault
{
    /// <summary>It does give one.</summary>
    None = 0,

    /// <summary>It is shorter than a header, or the length in it is not its own.</summary>
    Length,

    /// <summary>A character stands where it may not.</summary>
    Characters,

    /// <summary>The version is none of A, B, C and D.</summary>
    Version,

    /// <summary>An optional block is malformed, or there are fewer than counted.</summary>
    OptionalBlocks,

    /// <summary>The protection key is of another cipher or length than the version asks for.</summary>
    ProtectionKey,

    /// <summary>The MAC is not the block's: it was changed, or another key protects it.</summary>
    Mac,

    /// <summary>What was protected is no key.</summary>
    Payload,

    /// <summary>The key is for another use, mode or algorithm than the one asked for.</summary>
    Use,
}
