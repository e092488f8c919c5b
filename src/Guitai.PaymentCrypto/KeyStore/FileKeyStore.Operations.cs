using System.Buffers.Binary;
using Guitai.PaymentCrypto.CardValues;
using Guitai.PaymentCrypto.Cryptograms;
using Guitai.PaymentCrypto.Dukpt;
using Guitai.PaymentCrypto.Macs;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>What a role does with keys that are not for PINs.</summary>
public sealed partial class FileKeyStore
{
    /// <inheritdoc/>
    public KeyAnswer Mac(KeyRef key, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        using var held = Current<MacKey>(key);
        if (held.Key is not { } found)
        {
            return held.Answer;
        }

        if (mac.Length < 4 || mac.Length > found.MacLength)
        {
            return KeyAnswer.Malformed;
        }

        found.Compute(message, mac);
        return KeyAnswer.Ok;
    }

    /// <inheritdoc/>
    public KeyAnswer VerifyMac(KeyRef key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac)
    {
        var answer = KeyAnswer.UnknownKey;
        for (var back = 0; TryVersion<MacKey>(key, back, ref answer, out var held); back++)
        {
            using var hold = held;
            if (held.Key!.Verify(message, mac))
            {
                return KeyAnswer.Ok;
            }

            answer = KeyAnswer.Mismatch;
        }

        return answer;
    }

    /// <inheritdoc/>
    public KeyAnswer VerifyDukptMac(KeyRef baseKey, ReadOnlySpan<byte> ksn, ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac)
    {
        var answer = KeyAnswer.UnknownKey;
        for (var back = 0; TryVersion<DukptBaseKey>(baseKey, back, ref answer, out var held); back++)
        {
            using var hold = held;
            answer = DukptMacKey(held.Key!, ksn, response: false, out var key);
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
    public KeyAnswer DukptMac(KeyRef baseKey, ReadOnlySpan<byte> ksn, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        using var held = Current<DukptBaseKey>(baseKey);
        if (held.Key is null)
        {
            return held.Answer;
        }

        var answer = DukptMacKey(held.Key, ksn, response: true, out var key);
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
    public KeyAnswer VerifyCardValue(
        KeyRef key,
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
        for (var back = 0; TryVersion<CardVerificationKey>(key, back, ref answer, out var held); back++)
        {
            using var hold = held;
            if (held.Key!.Verify(pan, expiry, service, value))
            {
                return KeyAnswer.Ok;
            }

            answer = KeyAnswer.Mismatch;
        }

        return answer;
    }

    /// <inheritdoc/>
    public KeyAnswer AnswerCryptogram(
        KeyRef key,
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
        for (var back = 0; TryVersion<IssuerCryptogramKey>(key, back, ref outcome, out var held); back++)
        {
            using var hold = held;
            using var cardKey = held.Key!.DeriveCardKey(card.Pan, card.Sequence, card.Option);
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
    public KeyAnswer Cipher(KeyRef key, bool encrypt, int version, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input, Span<byte> output)
    {
        using var held = encrypt || version == 0 || key.Wrapped is not null ? Current<DataKey>(key) : Version<DataKey>(key.Name, version);
        if (held.Key is not { } found)
        {
            return held.Answer;
        }

        if (iv.Length != found.BlockSize || input.Length % found.BlockSize != 0 || output.Length < input.Length)
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
        using var held = Current<StorageKey>(key);
        if (held.Key is null || seal.Length != plain.Length + IKeyStore.SealOverhead)
        {
            return held.Key is null ? held.Answer : KeyAnswer.Malformed;
        }

        held.Key.Seal(held.Version, _random, plain, context, seal);
        return KeyAnswer.Ok;
    }

    /// <inheritdoc/>
    public KeyAnswer Open(KeyName key, ReadOnlySpan<byte> seal, ReadOnlySpan<byte> context, Span<byte> plain)
    {
        if (seal.Length < IKeyStore.SealOverhead || plain.Length != seal.Length - IKeyStore.SealOverhead)
        {
            return KeyAnswer.Malformed;
        }

        using var held = Version<StorageKey>(key, BinaryPrimitives.ReadInt32BigEndian(seal));
        return held.Key is null ? held.Answer
            : held.Key.TryOpen(seal, context, plain) ? KeyAnswer.Ok
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
                using var held = Hold<LookupKey>(stored);
                held.Key?.Hash(text, hash);
                return held.Answer;
            }
        }

        return KeyAnswer.UnknownKey;
    }

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
}
