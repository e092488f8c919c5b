namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>What people and sign-ins do to a store: keys come in, are rotated and retired. Nothing goes out in clear. Every step is audited before it counts.</summary>
public interface IKeyCustody
{
    /// <summary>The first custodian's component of a new key or of a new version; waits, sealed, for the second.</summary>
    /// <param name="key">The key's name.</param>
    /// <param name="use">Its one use; a later version has the same.</param>
    /// <param name="algorithm">What it is a key of.</param>
    /// <param name="custodian">Who gives it.</param>
    /// <param name="component">As long as the key.</param>
    /// <returns>The component's check value to compare with the paper; or the refusal.</returns>
    Task<KeyLoad> BeginLoadAsync(KeyName key, KeyUse use, KeyAlgorithm algorithm, string custodian, ReadOnlyMemory<byte> component);

    /// <summary>The second custodian's component: the two XORed are the key. It becomes the current version; the one before overlaps until it is retired.</summary>
    /// <param name="key">The key's name.</param>
    /// <param name="custodian">Another person than the first.</param>
    /// <param name="component">As long as the first.</param>
    /// <param name="expectedCheckValue">The key's check value as the custodians know it, its first 4 to 6 digits; null to accept the one that is shown.</param>
    /// <returns>The key's check value; or the refusal, after which the first component still waits.</returns>
    Task<KeyLoad> CompleteLoadAsync(KeyName key, string custodian, ReadOnlyMemory<byte> component, string? expectedCheckValue = null);

    /// <summary>Forgets a first component that waits.</summary>
    /// <param name="key">The key's name.</param>
    /// <param name="who">Who says so.</param>
    Task<KeyAnswer> AbandonLoadAsync(KeyName key, string who);

    /// <summary>Takes a key that arrives encrypted under a key-encryption key, as UnionPay's sign-in brings PIK, MAK and TDK (field 62; ECB).</summary>
    /// <param name="key">The name that it gets; a new version when there is one.</param>
    /// <param name="use">Its one use.</param>
    /// <param name="under">The key-encryption key.</param>
    /// <param name="encrypted">The encrypted key.</param>
    /// <param name="checkValue">Leading bytes of the encryption of zeros under it, 3 or 4.</param>
    Task<KeyLoad> ReceiveAsync(KeyName key, KeyUse use, KeyName under, ReadOnlyMemory<byte> encrypted, ReadOnlyMemory<byte> checkValue);

    /// <summary>Takes a key out of a key block under a key block protection key.</summary>
    /// <param name="key">The name that it gets; a new version when there is one.</param>
    /// <param name="use">Its one use; the block must say the same.</param>
    /// <param name="under">The key block protection key.</param>
    /// <param name="block">The block's characters.</param>
    Task<KeyLoad> ReceiveBlockAsync(KeyName key, KeyUse use, KeyName under, string block);

    /// <summary>Makes a new random key here, and gives it out encrypted under a key-encryption key, as a host does at a terminal's sign-in.</summary>
    /// <param name="key">The name that it gets; a new version when there is one.</param>
    /// <param name="use">Its one use.</param>
    /// <param name="lengthBytes">8, 16 or 24 of triple-DES.</param>
    /// <param name="under">The key-encryption key.</param>
    /// <returns>The encrypted key and the check value of four bytes; or the refusal.</returns>
    Task<KeyIssue> GenerateAsync(KeyName key, KeyUse use, int lengthBytes, KeyName under);

    /// <summary>Makes a new random key that never leaves, for sealing and hashing.</summary>
    /// <param name="key">The name that it gets; a new version when there is one.</param>
    /// <param name="use">Storage or lookup.</param>
    /// <param name="who">Who says so.</param>
    Task<KeyLoad> GenerateOwnAsync(KeyName key, KeyUse use, string who);

    /// <summary>Wipes a version. What was sealed or encrypted under it can no longer be read.</summary>
    /// <param name="key">The key's name.</param>
    /// <param name="version">A version that overlaps or is current.</param>
    /// <param name="who">Who says so.</param>
    Task<KeyAnswer> RetireAsync(KeyName key, int version, string who);
}

/// <summary>How a step of loading ended.</summary>
/// <param name="Answer">Ok, or the refusal.</param>
/// <param name="CheckValue">Six hexadecimal digits to compare with the paper; empty when refused.</param>
public sealed record KeyLoad(KeyAnswer Answer, string CheckValue);

/// <summary>A key that was made and given out encrypted.</summary>
/// <param name="Answer">Ok, or the refusal.</param>
/// <param name="Encrypted">Encrypted under the key-encryption key; empty when refused.</param>
/// <param name="CheckValue">Four leading bytes of the encryption of zeros under the new key; empty when refused.</param>
public sealed record KeyIssue(KeyAnswer Answer, IReadOnlyList<byte> Encrypted, IReadOnlyList<byte> CheckValue);
