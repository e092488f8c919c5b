using System.Security.Cryptography;
using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.OfflineAuthentication;

namespace Guitai.Emv.Cvm;

// A PIN that the card verifies (EMV Book 3, 10.5.1; Book 2, 7).
internal static class OfflinePin
{
    private const int WrongPin = 0x63C0;
    private const int Blocked = 0x6983;
    private const int Invalid = 0x6984;
    private const int ChallengeLength = 8;

    public static IEnumerable<Wanted> Run(Session s, bool enciphered, Trial trial)
    {
        if (PinPad.IsUseless(s))
        {
            yield break;
        }

        var key = enciphered ? KeyForPin(s) : null;
        if (enciphered && key is null)
        {
            yield break;
        }

        // Book 3, 6.3.4: a card need not tell its counter.
        yield return Session.Send(GetData(0x9F17));
        var tries =
            s.Answer.Status == CardAnswer.Ok && CardObjects.Read(s.Answer.Data.Span)?.Find(0x9F17) is [var left] ? left : (int?)null;
        if (tries == 0)
        {
            s.Flags.Set(TvrBit.PinTriesExceeded);
            yield break;
        }

        for (var again = false; ; again = true)
        {
            var use = enciphered ? PinUse.OfflineEnciphered : PinUse.OfflinePlain;
            yield return new EnterPin(use, tries, again, enciphered ? key!.Length - 17 : 0, CardMayLeave: false);
            if (s.Input is not PinEntered entered)
            {
                PinPad.Note(s);
                yield break;
            }

            var block = Block(entered.Digits.Span);
            if (enciphered)
            {
                yield return Session.Send(new CommandApdu(0x00, 0x84, 0, 0, default, CommandApdu.All));
                if (s.Answer.Status != CardAnswer.Ok || s.Answer.Data.Length != ChallengeLength)
                {
                    CryptographicOperations.ZeroMemory(block);
                    yield break;
                }

                block = Encipher(key!, block, s.Answer.Data.Span, entered.Random.Span);
            }

            var verify = new CommandApdu(0x00, 0x20, 0, enciphered ? (byte)0x88 : (byte)0x80, block, Expected: null);
            yield return Session.Send(verify, holdsPin: true);
            CryptographicOperations.ZeroMemory(block);
            switch (s.Answer.Status)
            {
                case CardAnswer.Ok:
                    trial.Succeeded = true;
                    yield break;
                case > WrongPin and <= 0x63CF:
                    tries = s.Answer.Status - WrongPin;
                    break;
                case WrongPin or Blocked or Invalid:
                    s.Flags.Set(TvrBit.PinTriesExceeded);
                    yield break;
                default:
                    // Book 3, 6.3.5: a status that the command does not know.
                    s.Fail(EndReason.CardError);
                    yield break;
            }
        }
    }

    public static CommandApdu GetData(int tag) => new(0x80, 0xCA, (byte)(tag >> 8), (byte)(tag & 0xFF), default, CommandApdu.All);

    // Book 3, 6.5.12.2, table 24: control 2, the length, the digits, digits F.
    private static byte[] Block(Span<byte> digits)
    {
        var block = new byte[8];
        block.AsSpan().Fill(0xFF);
        block[0] = (byte)(0x20 | digits.Length);
        for (var i = 0; i < digits.Length; i++)
        {
            var at = 1 + (i / 2);
            block[at] = i % 2 == 0 ? (byte)((digits[i] << 4) | 0x0F) : (byte)((block[at] & 0xF0) | digits[i]);
        }

        digits.Clear();
        return block;
    }

    // Book 2, 7.2: 7F, the block, the card's number, unpredictable bytes up to the key's length.
    private static byte[] Encipher(RsaKey key, byte[] block, ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> random)
    {
        byte[] plain = [0x7F, .. block, .. challenge, .. random];
        var enciphered = key.Apply(plain)!;
        CryptographicOperations.ZeroMemory(plain);
        CryptographicOperations.ZeroMemory(block);
        return enciphered;
    }

    // Book 2, 7.1: the card's own key for PINs, else its key for signatures; null when neither can be trusted.
    private static RsaKey? KeyForPin(Session s)
    {
        var data = s.Data;
        var issuer = s.Authentication.IssuerKey;
        if (issuer is null && data.Get(0x8F) is { } index && data.Get(0x90) is { } certificate && data.Get(0x9F32) is { } exponent)
        {
            issuer = OfflineDataAuthentication.FindIssuerKey(s, index, certificate, exponent);
        }

        if (issuer is null)
        {
            return null;
        }

        if (data.Get(0x9F2D) is { } pinCertificate)
        {
            return data.Get(0x9F2E) is { } pinExponent
                ? Certificates.OpenCard(issuer, pinCertificate, data.Get(0x9F2F) ?? [], pinExponent, [], data.Pan, s.Request.Date)
                : null;
        }

        if (s.Authentication.CardKey is { } known)
        {
            return known;
        }

        return data.Get(0x9F46) is { } own && data.Get(0x9F47) is { } ownExponent && OfflineDataAuthentication.SignedData(s) is { } signed
            ? Certificates.OpenCard(issuer, own, data.Get(0x9F48) ?? [], ownExponent, signed, data.Pan, s.Request.Date)
            : null;
    }
}
