using Guitai.PaymentCrypto.Cryptograms;
using Guitai.PaymentCrypto.Dukpt;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>
/// What a role does with keys: it names them, or hands in wrapped ones (<see cref="IKeyWrapping"/>), and never holds them. Every operation here is one that an HSM has, so that an HSM can stand behind it. New MACs, blocks and
/// seals are made under the current version; verifying and decrypting also takes versions that overlap, newest first. Safe for several threads.
/// </summary>
public interface IKeyStore
{
    /// <summary>Every version of every key, oldest first; never a key itself.</summary>
    IReadOnlyList<KeyInfo> List();

    /// <summary>Makes a MAC under a key for retail MACs, UnionPay's MACs or CMACs.</summary>
    /// <param name="key">The key.</param>
    /// <param name="message">What it covers.</param>
    /// <param name="mac">As many leading bytes as wanted: 4 to the algorithm's length.</param>
    KeyAnswer Mac(KeyRef key, ReadOnlySpan<byte> message, Span<byte> mac);

    /// <summary>Verifies a MAC in constant time.</summary>
    /// <param name="key">The key.</param>
    /// <param name="message">What it covers.</param>
    /// <param name="mac">As received.</param>
    KeyAnswer VerifyMac(KeyRef key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac);

    /// <summary>Verifies a MAC of a DUKPT device's request (retail MAC under triple-DES, CMAC with an AES-128 working key under AES).</summary>
    /// <param name="baseKey">The base derivation key.</param>
    /// <param name="ksn">10 or 12 bytes.</param>
    /// <param name="message">What it covers.</param>
    /// <param name="mac">As received.</param>
    KeyAnswer VerifyDukptMac(KeyRef baseKey, ReadOnlySpan<byte> ksn, ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac);

    /// <summary>Makes the MAC of the response to a DUKPT device.</summary>
    /// <param name="baseKey">The base derivation key.</param>
    /// <param name="ksn">The request's number.</param>
    /// <param name="message">What it covers.</param>
    /// <param name="mac">As many leading bytes as wanted.</param>
    KeyAnswer DukptMac(KeyRef baseKey, ReadOnlySpan<byte> ksn, ReadOnlySpan<byte> message, Span<byte> mac);

    /// <summary>Encrypts a PIN that was just entered.</summary>
    /// <param name="key">The PIN key.</param>
    /// <param name="format">The block's format.</param>
    /// <param name="pin">The PIN.</param>
    /// <param name="pan">The card number.</param>
    /// <param name="block">8 bytes, of format 4 16.</param>
    KeyAnswer EncryptPin(
        KeyRef key,
        PinBlockFormat format,
        scoped ref ClearPin pin,
        scoped ReadOnlySpan<char> pan,
        scoped Span<byte> block
    );

    /// <summary>Moves a PIN from one key to another.</summary>
    /// <param name="from">The PIN key of the block.</param>
    /// <param name="fromFormat">The block's format.</param>
    /// <param name="block">The block.</param>
    /// <param name="pan">The card number.</param>
    /// <param name="to">The PIN key that it goes to.</param>
    /// <param name="toFormat">The format that it goes to.</param>
    /// <param name="translated">8 bytes, of format 4 16.</param>
    KeyAnswer TranslatePin(
        KeyRef from,
        PinBlockFormat fromFormat,
        ReadOnlySpan<byte> block,
        ReadOnlySpan<char> pan,
        KeyName to,
        PinBlockFormat toFormat,
        Span<byte> translated
    );

    /// <summary>Moves a PIN from a DUKPT device's key to another.</summary>
    /// <param name="baseKey">The base derivation key.</param>
    /// <param name="ksn">10 or 12 bytes.</param>
    /// <param name="fromFormat">The block's format: 0 or 3 under triple-DES, 4 under AES.</param>
    /// <param name="block">The block.</param>
    /// <param name="pan">The card number.</param>
    /// <param name="to">The PIN key that it goes to.</param>
    /// <param name="toFormat">The format that it goes to.</param>
    /// <param name="translated">8 bytes, of format 4 16.</param>
    KeyAnswer TranslateDukptPin(
        KeyRef baseKey,
        ReadOnlySpan<byte> ksn,
        PinBlockFormat fromFormat,
        ReadOnlySpan<byte> block,
        ReadOnlySpan<char> pan,
        KeyName to,
        PinBlockFormat toFormat,
        Span<byte> translated
    );

    /// <summary>Verifies the PIN in a block against a PVV.</summary>
    /// <param name="pinKey">The PIN key of the block.</param>
    /// <param name="format">The block's format.</param>
    /// <param name="block">The block.</param>
    /// <param name="pan">The card number.</param>
    /// <param name="pvvKey">The PIN verification key.</param>
    /// <param name="keyIndex">PVKI, 0 to 9.</param>
    /// <param name="pvv">Four digits.</param>
    KeyAnswer VerifyPin(
        KeyRef pinKey,
        PinBlockFormat format,
        ReadOnlySpan<byte> block,
        ReadOnlySpan<char> pan,
        KeyRef pvvKey,
        int keyIndex,
        ReadOnlySpan<char> pvv
    );

    /// <summary>Verifies a CVV, CVV2 or iCVV.</summary>
    /// <param name="key">The card verification key.</param>
    /// <param name="pan">The card number.</param>
    /// <param name="expiry">Four digits.</param>
    /// <param name="service">Three digits.</param>
    /// <param name="value">Three digits as received.</param>
    KeyAnswer VerifyCardValue(
        KeyRef key,
        ReadOnlySpan<char> pan,
        ReadOnlySpan<char> expiry,
        ReadOnlySpan<char> service,
        ReadOnlySpan<char> value
    );

    /// <summary>Verifies an application cryptogram and, when it is right, makes the issuer's answer.</summary>
    /// <param name="key">The issuer's master key for cryptograms.</param>
    /// <param name="card">Whose card and which transaction.</param>
    /// <param name="data">The data as the card concatenated them.</param>
    /// <param name="cryptogram">Eight bytes.</param>
    /// <param name="decision">Two bytes of response code (method 1), or four of card status update (method 2).</param>
    /// <param name="answer">Eight bytes for method 1, four for method 2.</param>
    KeyAnswer AnswerCryptogram(
        KeyRef key,
        CardTransaction card,
        ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> cryptogram,
        ReadOnlySpan<byte> decision,
        Span<byte> answer
    );

    /// <summary>Encrypts or decrypts whole blocks of data, chained, under a data key.</summary>
    /// <param name="key">The data key.</param>
    /// <param name="encrypt">True to encrypt, under the current version; false to decrypt, under <paramref name="version"/>.</param>
    /// <param name="version">For decrypting: the version, or 0 for the current one; a wrapped key has only one.</param>
    /// <param name="iv">One block.</param>
    /// <param name="input">Whole blocks.</param>
    /// <param name="output">As long.</param>
    KeyAnswer Cipher(KeyRef key, bool encrypt, int version, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input, Span<byte> output);

    /// <summary>Seals what is kept on disk (AES-256-GCM). The version is in the seal, so that it opens after a rotation until that version is retired.</summary>
    /// <param name="key">The storage key.</param>
    /// <param name="plain">What is sealed.</param>
    /// <param name="context">What it belongs to; opening needs the same.</param>
    /// <param name="seal">The seal, <see cref="SealOverhead"/> bytes longer.</param>
    KeyAnswer Seal(KeyName key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context, Span<byte> seal);

    /// <summary>Opens a seal; one flipped bit is refused.</summary>
    /// <param name="key">The storage key.</param>
    /// <param name="seal">The seal.</param>
    /// <param name="context">What it belongs to.</param>
    /// <param name="plain"><see cref="SealOverhead"/> bytes shorter.</param>
    KeyAnswer Open(KeyName key, ReadOnlySpan<byte> seal, ReadOnlySpan<byte> context, Span<byte> plain);

    /// <summary>A keyed hash for looking up a card number (HMAC-SHA-256), under the first version that still lives, so that a rotation does not lose the old hashes.</summary>
    /// <param name="key">The lookup key.</param>
    /// <param name="text">What is hashed.</param>
    /// <param name="hash">32 bytes.</param>
    KeyAnswer LookupHash(KeyName key, ReadOnlySpan<byte> text, Span<byte> hash);

    /// <summary>How much longer a seal is than what it seals: version, nonce, tag.</summary>
    const int SealOverhead = 4 + 12 + 16;
}

/// <summary>Whose card and which transaction a cryptogram is of.</summary>
public readonly ref struct CardTransaction
{
    /// <summary>The card number, 8 to 19 digits.</summary>
    public required ReadOnlySpan<char> Pan { get; init; }

    /// <summary>The card sequence number, two digits.</summary>
    public required ReadOnlySpan<char> Sequence { get; init; }

    /// <summary>The application transaction counter, 9F36.</summary>
    public required ushort Counter { get; init; }

    /// <summary>10: the master key itself, zeros for padding; 18: session keys by the common method, 80 for padding.</summary>
    public required int CryptogramVersion { get; init; }

    /// <summary>How the card's key is derived.</summary>
    public CardKeyOption Option { get; init; }
}
