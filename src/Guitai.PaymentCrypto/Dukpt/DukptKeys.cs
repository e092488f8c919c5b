using System.Security.Cryptography;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.PaymentCrypto.Dukpt;

/// <summary>Base derivation key of DUKPT: the host's, from which every device's initial key comes. Triple-DES by X9.24-1:2009, AES by X9.24-3:2017.</summary>
public sealed class DukptBaseKey : SecretKey, IBoundKey<DukptBaseKey>
{
    private DukptBaseKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.DukptBase;

    /// <summary>Makes the key from 16 bytes of triple-DES, or 16, 24 or 32 of AES.</summary>
    /// <inheritdoc/>
    public static DukptBaseKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        if (algorithm is not KeyAlgorithm.Aes)
        {
            Allow(algorithm, key, KeyAlgorithm.Tdes, 16);
        }

        return new(algorithm, key);
    }

    /// <summary>The initial key of the device that the number names.</summary>
    /// <param name="ksn">Any number of the device.</param>
    /// <exception cref="InvalidOperationException">This is an AES key.</exception>
    public DukptInitialKey DeriveInitialKey(TdesKsn ksn)
    {
        Require(KeyAlgorithm.Tdes);
        Span<byte> key = stackalloc byte[TdesDukpt.KeyLength];
        TdesDukpt.InitialKey(Material, ksn, key);
        return Make(key);
    }

    /// <inheritdoc cref="DeriveInitialKey(TdesKsn)"/>
    /// <exception cref="InvalidOperationException">This is a triple-DES key.</exception>
    public DukptInitialKey DeriveInitialKey(AesKsn ksn)
    {
        Require(KeyAlgorithm.Aes);
        Span<byte> key = stackalloc byte[32];
        key = key[..LengthBytes];
        AesDukpt.InitialKey(Material, ksn.InitialKeyId, key);
        return Make(key);
    }

    private DukptInitialKey Make(Span<byte> key)
    {
        var made = DukptInitialKey.FromClear(Algorithm, key);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }

    private void Require(KeyAlgorithm algorithm)
    {
        if (Algorithm != algorithm)
        {
            throw new InvalidOperationException($"This is a key of {Algorithm}, the serial number is one of {algorithm}.");
        }
    }
}

/// <summary>Initial key of one device under DUKPT; makes the working keys of its transactions, each bound to its use.</summary>
public sealed class DukptInitialKey : SecretKey, IBoundKey<DukptInitialKey>
{
    private DukptInitialKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
        : base(algorithm, key) { }

    /// <inheritdoc/>
    public static KeyUse Use => KeyUse.DukptInitial;

    /// <summary>Makes the key from 16 bytes of triple-DES, or 16, 24 or 32 of AES.</summary>
    /// <inheritdoc/>
    public static DukptInitialKey FromClear(KeyAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        if (algorithm is not KeyAlgorithm.Aes)
        {
            Allow(algorithm, key, KeyAlgorithm.Tdes, 16);
        }

        return new(algorithm, key);
    }

    /// <summary>The transaction's key for PIN blocks (formats 0 and 3).</summary>
    /// <param name="ksn">The transaction's number.</param>
    /// <exception cref="InvalidOperationException">The number is not one that a device may use, or this is an AES key.</exception>
    public PinKey DerivePinKey(TdesKsn ksn) => Derive<PinKey>(ksn, DukptUsage.Pin);

    /// <summary>The transaction's key for retail MACs.</summary>
    /// <param name="ksn">The transaction's number.</param>
    /// <param name="response">False for the device's message, true for the host's.</param>
    /// <inheritdoc cref="DerivePinKey(TdesKsn)"/>
    public RetailMacKey DeriveMacKey(TdesKsn ksn, bool response) =>
        Derive<RetailMacKey>(ksn, response ? DukptUsage.MacResponse : DukptUsage.MacRequest);

    /// <summary>The transaction's key for data.</summary>
    /// <inheritdoc cref="DeriveMacKey(TdesKsn, bool)"/>
    public DataKey DeriveDataKey(TdesKsn ksn, bool response) =>
        Derive<DataKey>(ksn, response ? DukptUsage.DataResponse : DukptUsage.DataRequest);

    /// <summary>The transaction's key for PIN blocks: format 4 with an AES type, 0 and 3 with a triple-DES one.</summary>
    /// <param name="ksn">The transaction's number.</param>
    /// <param name="type">What the working key is a key of.</param>
    /// <exception cref="ArgumentException">The type is stronger than this key, or an HMAC type.</exception>
    /// <exception cref="InvalidOperationException">The number is not one that a device may use, or this is a triple-DES key.</exception>
    public PinKey DerivePinKey(AesKsn ksn, DukptKeyType type) => Derive<PinKey>(ksn, DukptUsage.Pin, type);

    /// <summary>The transaction's key for CMACs.</summary>
    /// <param name="ksn">The transaction's number.</param>
    /// <param name="type">What the working key is a key of.</param>
    /// <param name="response">False for the device's message, true for the host's.</param>
    /// <inheritdoc cref="DerivePinKey(AesKsn, DukptKeyType)"/>
    public CmacKey DeriveMacKey(AesKsn ksn, DukptKeyType type, bool response) =>
        Derive<CmacKey>(ksn, response ? DukptUsage.MacResponse : DukptUsage.MacRequest, type);

    /// <summary>The transaction's key for data.</summary>
    /// <inheritdoc cref="DeriveMacKey(AesKsn, DukptKeyType, bool)"/>
    public DataKey DeriveDataKey(AesKsn ksn, DukptKeyType type, bool response) =>
        Derive<DataKey>(ksn, response ? DukptUsage.DataResponse : DukptUsage.DataRequest, type);

    private TKey Derive<TKey>(TdesKsn ksn, DukptUsage usage)
        where TKey : SecretKey, IBoundKey<TKey>
    {
        Require(KeyAlgorithm.Tdes, ksn.IsValid);
        Span<byte> key = stackalloc byte[TdesDukpt.KeyLength];
        TdesDukpt.WorkingKey(Material, ksn, usage, key);
        var made = TKey.FromClear(KeyAlgorithm.Tdes, key);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }

    private TKey Derive<TKey>(AesKsn ksn, DukptUsage usage, DukptKeyType type)
        where TKey : SecretKey, IBoundKey<TKey>
    {
        Require(KeyAlgorithm.Aes, ksn.IsValid);
        Span<byte> key = stackalloc byte[32];
        key = key[..AesDukpt.LengthOf(type)];
        AesDukpt.WorkingKey(Material, ksn, usage, type, key);
        var algorithm = type switch
        {
            DukptKeyType.Tdes2 or DukptKeyType.Tdes3 => KeyAlgorithm.Tdes,
            DukptKeyType.Aes128 or DukptKeyType.Aes192 or DukptKeyType.Aes256 => KeyAlgorithm.Aes,
            _ => KeyAlgorithm.Hmac,
        };
        var made = TKey.FromClear(algorithm, key);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }

    private void Require(KeyAlgorithm algorithm, bool valid)
    {
        if (Algorithm != algorithm || !valid)
        {
            throw new InvalidOperationException(
                "The serial number's counter is none that a device uses, or the key is of the other algorithm."
            );
        }
    }
}
