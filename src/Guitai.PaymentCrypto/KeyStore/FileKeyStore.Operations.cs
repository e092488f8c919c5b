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
