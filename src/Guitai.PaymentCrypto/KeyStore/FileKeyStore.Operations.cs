using System.Buffers.Binary;
using Guitai.PaymentCrypto.CardValues;
using Guitai.PaymentCrypto.Cryptograms;
using Guitai.PaymentCrypto.Dukpt;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.PinBlocks;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>What a role does with keys.</summary>
public sealed partial class FileKeyStore
{
    /// <inheritdoc/>
    public KeyAnswer Mac(KeyName key, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        var answer = Current<MacKey>(key, out var found);
        if (answer is not KeyAnswer.Ok || mac.Length < 4 || mac.Length > found!.MacLength)
        {
            return answer is KeyAnswer.Ok ? KeyAnswer.Malformed : answer;
        }

        found.Compute(message, mac);
        return KeyAnswer.Ok;
    }

    /// <inheritdoc/>
    public KeyAnswer VerifyMac(KeyName key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac)
    {
        var keys = Volatile.Read(ref _content).Keys;
        var answer = KeyAnswer.UnknownKey;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (!IsLive(keys[i], key))
            {
                continue;
            }

            if (keys[i].Key is not MacKey found)
            {
                return KeyAnswer.WrongUse;
            }

            if (found.Verify(message, mac))
            {
                return KeyAnswer.Ok;
            }

            answer = KeyAnswer.Mismatch;
        }

        return answer;
    }

    /// <inheritdoc/>
    public KeyAnswer VerifyDukptMac(KeyName baseKey, ReadOnlySpan<byte> ksn, ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac)
    {
        var answer = KeyAnswer.UnknownKey;
        for (var back = 0; TryVersion<DukptBaseKey>(baseKey, back, ref answer, out var found); back++)
        {
            answer = DukptMacKey(found!, ksn, response: false, out var key);
            using (key)
            {
                if (key is not null && key.Verify(message, mac))
                {
                    return KeyAnswer.Ok;
                }
            }

            if (answer is KeyAnswer.Ok)
            {
                answer = KeyAnswer.Mismatch;
            }
        }

        return answer;
    }

    /// <inheritdoc/>
    public KeyAnswer DukptMac(KeyName baseKey, ReadOnlySpan<byte> ksn, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        var answer = Current<DukptBaseKey>(baseKey, out var found);
        if (answer is not KeyAnswer.Ok)
        {
            return answer;
        }

        answer = DukptMacKey(found!, ksn, response: true, out var key);
        using (key)
        {
            if (key is null || mac.Length < 4 || mac.Length > key.MacLength)
            {
                return answer is KeyAnswer.Ok ? KeyAnswer.Malformed : answer;
            }

            key.Compute(message, mac);
            return KeyAnswer.Ok;
        }
    }

    /// <inheritdoc/>
    public KeyAnswer EncryptPin(
        KeyName key,
        PinBlockFormat format,
        scoped ref ClearPin pin,
        scoped ReadOnlySpan<char> pan,
        scoped Span<byte> block
    )
    {
        var answer = Current<PinKey>(key, out var found);
        if (answer is not KeyAnswer.Ok)
        {
            return answer;
        }

        if (pin.Length == 0 || !IsBlock(found!, format, block.Length) || !IsPan(format, pan))
        {
            return KeyAnswer.Malformed;
        }

        found!.Encrypt(format, ref pin, pan, _random, block);
        return KeyAnswer.Ok;
    }

    /// <inheritdoc/>
    public KeyAnswer TranslatePin(
        KeyName from,
        PinBlockFormat fromFormat,
        ReadOnlySpan<byte> block,
        ReadOnlySpan<char> pan,
        KeyName to,
        PinBlockFormat toFormat,
        Span<byte> translated
    )
    {
        var answer = Current<PinKey>(to, out var target);
        if (answer is not KeyAnswer.Ok)
        {
            return answer;
        }

        answer = KeyAnswer.UnknownKey;
        for (var back = 0; TryVersion<PinKey>(from, back, ref answer, out var source); back++)
        {
            answer = Translate(source!, fromFormat, block, pan, target!, toFormat, translated);
            // Format 1 hides a wrong key too well to try another one.
            if (answer is KeyAnswer.Ok || fromFormat is PinBlockFormat.Iso1)
            {
                return answer;
            }
        }

        return answer;
    }

    /// <inheritdoc/>
    public KeyAnswer TranslateDukptPin(
        KeyName baseKey,
        ReadOnlySpan<byte> ksn,
        PinBlockFormat fromFormat,
        ReadOnlySpan<byte> block,
        ReadOnlySpan<char> pan,
        KeyName to,
        PinBlockFormat toFormat,
        Span<byte> translated
    )
    {
        var answer = Current<PinKey>(to, out var target);
        if (answer is not KeyAnswer.Ok)
        {
            return answer;
        }

        answer = KeyAnswer.UnknownKey;
        for (var back = 0; TryVersion<DukptBaseKey>(baseKey, back, ref answer, out var found); back++)
        {
            answer = DukptPinKey(found!, ksn, fromFormat, out var source);
            using (source)
            {
                answer = source is null ? answer : Translate(source, fromFormat, block, pan, target!, toFormat, translated);
                if (answer is KeyAnswer.Ok || fromFormat is PinBlockFormat.Iso1)
                {
                    return answer;
                }
            }
        }

        return answer;
    }

    /// <inheritdoc/>
    public KeyAnswer VerifyPin(
        KeyName pinKey,
        PinBlockFormat format,
        ReadOnlySpan<byte> block,
        ReadOnlySpan<char> pan,
        KeyName pvvKey,
        int keyIndex,
        ReadOnlySpan<char> pvv
    )
    {
        var answer = Current<PinVerificationKey>(pvvKey, out var verification);
        if (answer is not KeyAnswer.Ok)
        {
            return answer;
        }

        if (keyIndex is < 0 or > 9 || !Bytes.AreDigits(pan, 13, 19) || !Bytes.AreDigits(pvv, 4, 4))
        {
            return KeyAnswer.Malformed;
        }

        answer = KeyAnswer.UnknownKey;
        for (var back = 0; TryVersion<PinKey>(pinKey, back, ref answer, out var key); back++)
        {
            if (!IsBlock(key!, format, block.Length))
            {
                return KeyAnswer.Malformed;
            }

            if (verification!.Verify(key!, format, block, pan, keyIndex, pvv, out var fault))
            {
                return KeyAnswer.Ok;
            }

            answer = fault is PinBlockFault.None ? KeyAnswer.Mismatch : KeyAnswer.Malformed;
            if (fault is PinBlockFault.None)
            {
                return answer;
            }
        }

        return answer;
    }

    /// <inheritdoc/>
    public KeyAnswer VerifyCardValue(
        KeyName key,
        ReadOnlySpan<char> pan,
        ReadOnlySpan<char> expiry,
        ReadOnlySpan<char> service,
        ReadOnlySpan<char> value
    )
    {
        if (
            !Bytes.AreDigits(pan, 12, 19)
            || !Bytes.AreDigits(expiry, 4, 4)
            || !Bytes.AreDigits(service, 3, 3)
            || !Bytes.AreDigits(value, 3, 3)
        )
        {
            return KeyAnswer.Malformed;
        }

        var answer = KeyAnswer.UnknownKey;
        for (var back = 0; TryVersion<CardVerificationKey>(key, back, ref answer, out var found); back++)
        {
            if (found!.Verify(pan, expiry, service, value))
            {
                return KeyAnswer.Ok;
            }

            answer = KeyAnswer.Mismatch;
        }

        return answer;
    }

    /// <inheritdoc/>
    public KeyAnswer AnswerCryptogram(
        KeyName key,
        CardTransaction card,
        ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> cryptogram,
        ReadOnlySpan<byte> decision,
        Span<byte> answer
    )
    {
        if (
            !Bytes.AreDigits(card.Pan, 8, 19)
            || !Bytes.AreDigits(card.Sequence, 2, 2)
            || card.CryptogramVersion is not (10 or 18)
            || cryptogram.Length != 8
            || (decision.Length, answer.Length) is not ((2, 8) or (4, 4))
        )
        {
            return KeyAnswer.Malformed;
        }

        var outcome = KeyAnswer.UnknownKey;
        for (var back = 0; TryVersion<IssuerCryptogramKey>(key, back, ref outcome, out var issuer); back++)
        {
            using var cardKey = issuer!.DeriveCardKey(card.Pan, card.Sequence, card.Option);
            using CryptogramKey used = card.CryptogramVersion is 10 ? cardKey : cardKey.DeriveSessionKey(card.Counter);
            if (used.VerifyCryptogram(data, card.CryptogramVersion is 10 ? CryptogramPadding.Zeros : CryptogramPadding.Bit, cryptogram))
            {
                if (decision.Length == 2)
                {
                    used.ComputeAnswer(cryptogram, decision, answer);
                }
                else
                {
                    used.ComputeAnswer(cryptogram, decision, [], answer);
                }

                return KeyAnswer.Ok;
            }

            outcome = KeyAnswer.Mismatch;
        }

        return outcome;
    }

    /// <inheritdoc/>
    public KeyAnswer Cipher(KeyName key, bool encrypt, int version, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var answer = encrypt || version == 0 ? Current<DataKey>(key, out var found) : Version(key, version, out found);
        if (answer is not KeyAnswer.Ok)
        {
            return answer;
        }

        if (iv.Length != found!.BlockSize || input.Length % found.BlockSize != 0 || output.Length < input.Length)
        {
            return KeyAnswer.Malformed;
        }

        if (encrypt)
        {
            found.EncryptCbc(iv, input, output);
        }
        else
        {
            found.DecryptCbc(iv, input, output);
        }

        return KeyAnswer.Ok;
    }

    /// <inheritdoc/>
    public KeyAnswer Seal(KeyName key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context, Span<byte> seal)
    {
        var answer = Current<StorageKey>(key, out var found, out var version);
        if (answer is not KeyAnswer.Ok || seal.Length != plain.Length + IKeyStore.SealOverhead)
        {
            return answer is KeyAnswer.Ok ? KeyAnswer.Malformed : answer;
        }

        found!.Seal(version, _random, plain, context, seal);
        return KeyAnswer.Ok;
    }

    /// <inheritdoc/>
    public KeyAnswer Open(KeyName key, ReadOnlySpan<byte> seal, ReadOnlySpan<byte> context, Span<byte> plain)
    {
        if (seal.Length < IKeyStore.SealOverhead || plain.Length != seal.Length - IKeyStore.SealOverhead)
        {
            return KeyAnswer.Malformed;
        }

        var answer = Version<StorageKey>(key, BinaryPrimitives.ReadInt32BigEndian(seal), out var found);
        return answer is not KeyAnswer.Ok ? answer
            : found!.TryOpen(seal, context, plain) ? KeyAnswer.Ok
            : KeyAnswer.Tampered;
    }

    /// <inheritdoc/>
    public KeyAnswer LookupHash(KeyName key, ReadOnlySpan<byte> text, Span<byte> hash)
    {
        if (hash.Length != 32)
        {
            return KeyAnswer.Malformed;
        }

        foreach (var stored in Volatile.Read(ref _content).Keys)
        {
            if (IsLive(stored, key))
            {
                if (stored.Key is not LookupKey found)
                {
                    return KeyAnswer.WrongUse;
                }

                found.Hash(text, hash);
                return KeyAnswer.Ok;
            }
        }

        return KeyAnswer.UnknownKey;
    }

    private KeyAnswer Translate(
        PinKey source,
        PinBlockFormat fromFormat,
        ReadOnlySpan<byte> block,
        ReadOnlySpan<char> pan,
        PinKey target,
        PinBlockFormat toFormat,
        Span<byte> translated
    )
    {
        if (
            !IsBlock(source, fromFormat, block.Length)
            || !IsBlock(target, toFormat, translated.Length)
            || !IsPan(fromFormat, pan)
            || !IsPan(toFormat, pan)
        )
        {
            return KeyAnswer.Malformed;
        }

        return source.Translate(fromFormat, block, pan, target, toFormat, _random, translated) is PinBlockFault.None
            ? KeyAnswer.Ok
            : KeyAnswer.Malformed;
    }

    private static bool IsBlock(PinKey key, PinBlockFormat format, int length) => key.Takes(format) && length == PinKey.BlockLength(format);

    private static bool IsPan(PinBlockFormat format, ReadOnlySpan<char> pan) =>
        format is PinBlockFormat.Iso1 || Bytes.AreDigits(pan, format is PinBlockFormat.Iso4 ? 1 : 13, 19);

    private static KeyAnswer DukptMacKey(DukptBaseKey baseKey, ReadOnlySpan<byte> ksn, bool response, out MacKey? key)
    {
        key = null;
        if (baseKey.Algorithm is KeyAlgorithm.Tdes)
        {
            if (!TdesKsn.TryRead(ksn, out var number) || !number.IsValid)
            {
                return KeyAnswer.Malformed;
            }

            using var initial = baseKey.DeriveInitialKey(number);
            key = initial.DeriveMacKey(number, response);
            return KeyAnswer.Ok;
        }

        if (!AesKsn.TryRead(ksn, out var serial) || !serial.IsValid)
        {
            return KeyAnswer.Malformed;
        }

        using var initialAes = baseKey.DeriveInitialKey(serial);
        key = initialAes.DeriveMacKey(serial, DukptKeyType.Aes128, response);
        return KeyAnswer.Ok;
    }

    private static KeyAnswer DukptPinKey(DukptBaseKey baseKey, ReadOnlySpan<byte> ksn, PinBlockFormat format, out PinKey? key)
    {
        key = null;
        if (baseKey.Algorithm is KeyAlgorithm.Tdes)
        {
            if (!TdesKsn.TryRead(ksn, out var number) || !number.IsValid || format is PinBlockFormat.Iso4)
            {
                return KeyAnswer.Malformed;
            }

            using var initial = baseKey.DeriveInitialKey(number);
            key = initial.DerivePinKey(number);
            return KeyAnswer.Ok;
        }

        if (!AesKsn.TryRead(ksn, out var serial) || !serial.IsValid)
        {
            return KeyAnswer.Malformed;
        }

        using var initialAes = baseKey.DeriveInitialKey(serial);
        key = initialAes.DerivePinKey(serial, format is PinBlockFormat.Iso4 ? DukptKeyType.Aes128 : DukptKeyType.Tdes2);
        return KeyAnswer.Ok;
    }
}
