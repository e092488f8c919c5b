namespace Guitai.PaymentCrypto.Dukpt;

/// <summary>What a working key of DUKPT is for. Requests go from the device to the host, responses back.</summary>
public enum DukptUsage
{
    /// <summary>PIN encryption.</summary>
    Pin,

    /// <summary>MACs of requests (AES: generation, as the device sees it).</summary>
    MacRequest,

    /// <summary>MACs of responses (AES: verification).</summary>
    MacResponse,

    /// <summary>Data in requests (AES: encryption).</summary>
    DataRequest,

    /// <summary>Data in responses (AES: decryption).</summary>
    DataResponse,

    /// <summary>MACs both ways; AES only.</summary>
    MacBoth,

    /// <summary>Data both ways; AES only.</summary>
    DataBoth,

    /// <summary>Encryption of keys; AES only.</summary>
    KeyEncryption,
}

/// <summary>What a working key of AES DUKPT is a key of (X9.24-3:2017, 6.3.2, table 2).</summary>
public enum DukptKeyType
{
    /// <summary>Double-length triple-DES, 16 bytes.</summary>
    Tdes2,

    /// <summary>Triple-length triple-DES, 24 bytes.</summary>
    Tdes3,

    /// <summary>AES-128.</summary>
    Aes128,

    /// <summary>AES-192.</summary>
    Aes192,

    /// <summary>AES-256.</summary>
    Aes256,

    /// <summary>HMAC, 16 bytes.</summary>
    Hmac128,

    /// <summary>HMAC, 24 bytes.</summary>
    Hmac192,

    /// <summary>HMAC, 32 bytes.</summary>
    Hmac256,
}
