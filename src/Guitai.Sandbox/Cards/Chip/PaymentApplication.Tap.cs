using System.Buffers.Binary;
using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Cards.Chip;

/// <summary>qPBOC (JR/T 0025.12; EMV Contactless Book C-3 for the same design): one command decides, and the card may leave.</summary>
internal sealed partial class PaymentApplication
{
    // Terminal transaction qualifiers, 9F66.
    private const int ReaderSpeaksEmv = 0x20;
    private const int ReaderIsOfflineOnly = 0x08;
    private const int ReaderHasOnlinePin = 0x04;
    private const int ReaderHasSignature = 0x02;
    private const int ReaderProvesOnline = 0x01;
    private const int OnlineRequired = 0x80;
    private const int CvmRequired = 0x40;

    // Card transaction qualifiers, 9F6C.
    private const int WantsOnlinePin = 0x80;
    private const int WantsSignature = 0x40;
    private const int DeviceCvmDone = 0x80;

    private const int RefundType = 0x20;

    private bool IsForTaps(ReadOnlySpan<byte> values) => (data.TapPdol.Find(0x9F66, values)[0] & ReaderSpeaksEmv) != 0;

    private bool CanProveHolder(ReadOnlySpan<byte> values) => Wishes(data.TapPdol.Find(0x9F66, values)) is not null;

    private CardAnswer StartTap()
    {
        var qualifiers = data.TapPdol.Find(0x9F66, _pdolValues);
        _stage = Stage.Ended;
        var wishes = Wishes(qualifiers)!;
        var type = ChooseTap(qualifiers, (wishes[0] & WantsOnlinePin) != 0);
        var amount = Amounts.Minor(data.TapPdol.Find(0x9F02, _pdolValues));
        var entry = type == Approve ? LogEntry(data.TapPdol, _pdolValues) : null;
        memory.Change(f =>
            f with
            {
                TapBalanceMinor = type == Approve ? f.TapBalanceMinor - amount : f.TapBalanceMinor,
                Log = Logged(f, entry),
            }
        );
        _first = type;
        var proves = data.SignsDynamically && (type == Approve || (type == AskOnline && (qualifiers[0] & ReaderProvesOnline) != 0));
        _signedDynamically = proves;
        var verification = Verification(type, second: null);
        _cryptogram = Compute(data.TapPdol, _pdolValues, verification);
        return CardAnswer.Of(TapReply(type, wishes, verification, proves));
    }

    // What the card wants of its holder; null: a CVM is required, and card and reader have none in common. No CVM is none (Book C-3, annex H.7).
    private byte[]? Wishes(ReadOnlySpan<byte> qualifiers)
    {
        if (data.Rules.DeviceCvm)
        {
            return [0, DeviceCvmDone];
        }

        if ((qualifiers[1] & CvmRequired) == 0)
        {
            return [0, 0];
        }

        return (qualifiers[0] & ReaderHasOnlinePin) != 0 && HasMethod(0x02) ? [WantsOnlinePin, 0]
            : (qualifiers[0] & ReaderHasSignature) != 0 && HasMethod(0x1E) ? [WantsSignature, 0]
            : null;
    }

    // Whether the list of CVMs has a method: pairs behind two amounts (EMV Book 3, 10.5).
    private bool HasMethod(int method)
    {
        var list = Convert.FromHexString(data.File.CvmList);
        for (var at = 8; at + 1 < list.Length; at += 2)
        {
            if ((list[at] & 0x3F) == method)
            {
                return true;
            }
        }

        return false;
    }

    private int ChooseTap(ReadOnlySpan<byte> qualifiers, bool wantsOnlinePin)
    {
        var rules = data.Rules;
        var type = data.TapPdol.Find(0x9C, _pdolValues);
        if (rules.AlwaysDecline || type is [RefundType])
        {
            return Decline;
        }

        var amount = Amounts.Minor(data.TapPdol.Find(0x9F02, _pdolValues));
        var isOwnCurrency = data.TapPdol.Find(0x5F2A, _pdolValues).SequenceEqual((byte[])[0x01, 0x56]);
        if (
            rules.TapBalanceMinor is not null
            && data.SignsDynamically
            && isOwnCurrency
            && amount <= rules.TapLimitMinor
            && amount <= memory.Facts.TapBalanceMinor
            && (qualifiers[1] & OnlineRequired) == 0
            && !wantsOnlinePin
        )
        {
            return Approve;
        }

        return rules.OfflineOnly || (qualifiers[0] & ReaderIsOfflineOnly) != 0 ? Decline : AskOnline;
    }

    private byte[] TapReply(int type, byte[] wishes, byte[] verification, bool proves)
    {
        var cryptogram = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(cryptogram, _cryptogram);
        List<byte[]> objects =
        [
            Tlv.Of(0x82, Side.Profile),
            Tlv.Of(0x9F36, Two(memory.Facts.Counter)),
            Tlv.Of(0x57, data.Track2),
            Tlv.Of(0x5F34, [(byte)data.Sequence]),
            Tlv.Of(0x9F10, verification.AsSpan()),
            Tlv.Of(0x9F26, cryptogram),
            Tlv.Of(0x9F27, [(byte)type]),
            Tlv.Of(0x9F6C, wishes),
        ];
        if (data.Rules.TapBalanceMinor is not null)
        {
            objects.Add(Tlv.Of(0x9F5D, Amounts.Digits(memory.Facts.TapBalanceMinor)));
        }

        if (proves)
        {
            // fDDA of version 01: over the reader's number, amount and currency and the card's own related data (9F69).
            byte[] related = [0x01, .. RandomBytes(4), .. wishes];
            byte[] heard =
            [
                .. data.TapPdol.Find(0x9F37, _pdolValues),
                .. data.TapPdol.Find(0x9F02, _pdolValues),
                .. data.TapPdol.Find(0x5F2A, _pdolValues),
                .. related,
            ];
            var signature = Tlv.Of(0x9F4B, Sign([2, .. Two(memory.Facts.Counter)], heard));
            var fits = data.Key!.Length <= 128;
            _dynamicRecord = Tlv.Of(0x70, Tlv.Of(0x9F69, related), fits ? [] : signature);
            objects.Add(Tlv.Of(0x94, Side.Locator));
            if (fits)
            {
                objects.Add(signature);
            }
        }

        return Tlv.Of(0x77, [.. objects]);
    }
}
