namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>
/// Keys by the thousand: the store makes or takes them and gives them back wrapped (<see cref="WrappedKey"/>), for the caller's database; it keeps nothing of them and writes no
/// file. The operations of <see cref="IKeyStore"/> take them through <see cref="KeyRef"/>. Everything here needs a key named <see cref="WrappingKey"/>, which
/// <see cref="IKeyCustody.GenerateOwnAsync"/> makes and rotates; what was wrapped before a rotation is taken until the old version is retired. An HSM does the same under its
/// local master key.
/// </summary>
public interface IKeyWrapping
{
    /// <summary>The name of the store's own key that wraps others; no key for another use can have it.</summary>
    static KeyName WrappingKey { get; } = new("store.wrapping");

    /// <summary>Makes new random working keys, as a host does at a terminal's sign-in: each is given out encrypted under the terminal's master key and wrapped for the host. One audit entry for all of them.</summary>
    /// <param name="under">The terminal's master key: a key-encryption key, wrapped or by name.</param>
    /// <param name="owner">Whose the new keys are, 1 to 128 bytes of UTF-8; of a wrapped master key the same.</param>
    /// <param name="orders">Which keys, in the order of the answer; 8, 16 or 24 bytes of triple-DES each.</param>
    /// <returns>The keys; or the refusal and none.</returns>
    Task<WorkingKeys> IssueAsync(KeyRef under, string owner, params IReadOnlyList<KeyOrder> orders);

    /// <summary>The first custodian's component of a key that will be wrapped. It comes back wrapped too, and waits in the caller's database for the second.</summary>
    /// <param name="owner">Whose the key is, 1 to 128 bytes of UTF-8, for example a terminal's number.</param>
    /// <param name="use">Its one use.</param>
    /// <param name="algorithm">What it is a key of.</param>
    /// <param name="custodian">Who gives it.</param>
    /// <param name="component">As long as the key.</param>
    /// <returns>The wrapped component and its check value to compare with the paper; or the refusal.</returns>
    Task<WrappedLoad> BeginWrapAsync(string owner, KeyUse use, KeyAlgorithm algorithm, string custodian, ReadOnlyMemory<byte> component);

    /// <summary>The second custodian's component: the two XORed are the key.</summary>
    /// <param name="waiting">What <see cref="BeginWrapAsync"/> gave.</param>
    /// <param name="owner">The same as then.</param>
    /// <param name="custodian">Another person than the first.</param>
    /// <param name="component">As long as the first.</param>
    /// <param name="expectedCheckValue">The key's check value as the custodians know it, its first 4 to 6 digits; null to accept the one that is shown.</param>
    /// <returns>The wrapped key and its check value; or the refusal.</returns>
    Task<WrappedLoad> CompleteWrapAsync(
        WrappedKey waiting,
        string owner,
        string custodian,
        ReadOnlyMemory<byte> component,
        string? expectedCheckValue = null
    );

    /// <summary>Takes a key out of a key block and wraps it.</summary>
    /// <param name="owner">Whose the key is.</param>
    /// <param name="use">Its one use; the block must say the same.</param>
    /// <param name="under">The key block protection key.</param>
    /// <param name="block">The block's characters.</param>
    /// <returns>The wrapped key and its check value; or the refusal.</returns>
    Task<WrappedLoad> WrapBlockAsync(string owner, KeyUse use, KeyRef under, string block);

    /// <summary>Wraps a key anew under the current wrapping key, before the version that it is under is retired. The use and the owner stay.</summary>
    /// <param name="key">A wrapped key.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="renewed">The same key, wrapped; null when refused.</param>
    KeyAnswer Rewrap(WrappedKey key, string owner, out WrappedKey? renewed);

    /// <summary>Wipes a wrapped key from the store's memory, for example after the next sign-in. Using it again unwraps it again.</summary>
    /// <param name="key">A wrapped key.</param>
    void Forget(WrappedKey key);

    /// <summary>Gives a key out in a key block (X9.143; version D under AES, B under triple-DES), never in clear. The block's usage is the key's own.</summary>
    /// <param name="key">The key: by name its current version, or a wrapped one.</param>
    /// <param name="under">The key block protection key, no weaker than the key (NIST SP 800-57-1, table 2).</param>
    /// <param name="who">Who says so.</param>
    /// <param name="exportability">What the block allows its receiver: N not to give it on, E under a trusted key, S under others too.</param>
    /// <returns>The block; or the refusal.</returns>
    Task<KeyExport> ExportAsync(KeyRef key, KeyRef under, string who, char exportability = 'N');
}

/// <summary>A working key to be made.</summary>
/// <param name="Use">Its one use.</param>
/// <param name="LengthBytes">8, 16 or 24 bytes, as the use allows.</param>
public sealed record KeyOrder(KeyUse Use, int LengthBytes);

/// <summary>Working keys that were made.</summary>
/// <param name="Answer">Ok, or the refusal.</param>
/// <param name="Keys">As ordered; empty when refused.</param>
public sealed record WorkingKeys(KeyAnswer Answer, IReadOnlyList<WorkingKey> Keys);

/// <summary>A working key that was made, as the terminal gets it and as the host keeps it.</summary>
/// <param name="Wrapped">For the host's database.</param>
/// <param name="Encrypted">For the terminal, field 62: encrypted under its master key block by block (ECB), as long as the key.</param>
/// <param name="CheckValue">Four leading bytes of the encryption of zeros under the key.</param>
public sealed record WorkingKey(WrappedKey Wrapped, ReadOnlyMemory<byte> Encrypted, ReadOnlyMemory<byte> CheckValue);

/// <summary>How a step of loading a wrapped key ended.</summary>
/// <param name="Answer">Ok, or the refusal.</param>
/// <param name="Wrapped">The key or the component; null when refused.</param>
/// <param name="CheckValue">Six hexadecimal digits to compare with the paper; empty when refused.</param>
public sealed record WrappedLoad(KeyAnswer Answer, WrappedKey? Wrapped, string CheckValue);

/// <summary>A key that goes out.</summary>
/// <param name="Answer">Ok, or the refusal.</param>
/// <param name="Block">The key block; empty when refused.</param>
public sealed record KeyExport(KeyAnswer Answer, string Block);
