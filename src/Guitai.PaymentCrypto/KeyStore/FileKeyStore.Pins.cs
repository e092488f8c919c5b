using Guitai.PaymentCrypto.CardValues;
using Guitai.PaymentCrypto.Dukpt;
using Guitai.PaymentCrypto.PinBlocks;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>What a role does with PINs.</summary>
public sealed partial class FileKeyStore
{
    /// <inheritdoc/>
    public KeyAnswer EncryptPin(
        KeyRef key,
        PinBlockFormat format,
        scoped ref ClearPin pin,
        scoped ReadOnlySpan<char> pan,
        scoped Span<byte> block
    )
    {
        using var held = Current<PinKey>(key);
        if (held.Key is not { } found)
        {
            return held.Answer;
        }

        if (pin.Length == 0 || !IsBlock(found, format, block.Length) || !IsPan(format, pan))
        {
            return KeyAnswer.Malformed;
        }

        found.Encrypt(format, ref pin, pan, _random, block);
        return KeyAnswer.Ok;
    }

    /// <inheritdoc/>
    public KeyAnswer TranslatePin(
        KeyRef from,
        PinBlockFormat fromFormat,
        ReadOnlySpan<byte> block,
        ReadOnlySpan<char> pan,
        KeyName to,
        PinBlockFormat toFormat,
        Span<byte> translated
    )
    {
        using var target = Current<PinKey>(to);
        if (target.Key is null)
        {
            return target.Answer;
        }

        var answer = KeyAnswer.UnknownKey;
        for (var back = 0; TryVersion<PinKey>(from, back, ref answer, out var source); back++)
        {
            using var hold = source;
            answer = Translate(source.Key!, fromFormat, block, pan, target.Key, toFormat, translated);
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
        KeyRef baseKey,
        ReadOnlySpan<byte> ksn,
        PinBlockFormat fromFormat,
        ReadOnlySpan<byte> block,
        ReadOnlySpan<char> pan,
        KeyName to,
        PinBlockFormat toFormat,
        Span<byte> translated
    )
    {
        using var target = Current<PinKey>(to);
        if (target.Key is null)
        {
            return target.Answer;
        }

        var answer = KeyAnswer.UnknownKey;
        for (var back = 0; TryVersion<DukptBaseKey>(baseKey, back, ref answer, out var held); back++)
        {
            using var hold = held;
            answer = DukptPinKey(held.Key!, ksn, fromFormat, out var source);
            using (source)
            {
                answer = source is null ? answer : Translate(source, fromFormat, block, pan, target.Key, toFormat, translated);
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
        KeyRef pinKey,
        PinBlockFormat format,
        ReadOnlySpan<byte> block,
        ReadOnlySpan<char> pan,
        KeyRef pvvKey,
        int keyIndex,
        ReadOnlySpan<char> pvv
    )
    {
        using var verification = Current<PinVerificationKey>(pvvKey);
        if (verification.Key is null)
        {
            return verification.Answer;
        }

        if (keyIndex is < 0 or > 9 || !Bytes.AreDigits(pan, 13, 19) || !Bytes.AreDigits(pvv, 4, 4))
        {
            return KeyAnswer.Malformed;
        }

        var answer = KeyAnswer.UnknownKey;
        for (var back = 0; TryVersion<PinKey>(pinKey, back, ref answer, out var held); back++)
        {
            using var hold = held;
            if (!IsBlock(held.Key!, format, block.Length))
            {
                return KeyAnswer.Malformed;
            }

            if (verification.Key.Verify(held.Key!, format, block, pan, keyIndex, pvv, out var fault))
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
