namespace Guitai.PaymentCrypto;

/// <summary>What a key is a key of. The numbers are stored in key files: they never change.</summary>
public enum KeyAlgorithm
{
    /// <summary>DES and triple-DES with one, two or three keys of 8 bytes (ISO/IEC 18033-3, 4.2).</summary>
    Tdes = 1,

    /// <summary>AES with 16, 24 or 32 bytes (FIPS 197).</summary>
    Aes = 2,

    /// <summary>SM4 with 16 bytes (GB/T 32907-2016).</summary>
    Sm4 = 3,

    /// <summary>HMAC with SHA-256; 16 to 64 bytes (FIPS 198-1).</summary>
    Hmac = 4,
}
