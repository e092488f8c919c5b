using System.Buffers.Binary;
using Guitai.Emv.Kernel;

namespace Guitai.Emv.Cvm;

// Whether it is the cardholder (EMV Book 3, 10.5): the card's list of rules, one after the other, until one is fulfilled.
internal static class CardholderVerification
{
    private const int Fail = 0x00;
    private const int PlainPin = 0x01;
    private const int OnlinePin = 0x02;
    private const int PlainPinAndSignature = 0x03;
    private const int EncipheredPin = 0x04;
    private const int EncipheredPinAndSignature = 0x05;
    private const int Signature = 0x1E;
    private const int NoCvm = 0x1F;
    private const byte Unknown = 0x00;
    private const byte Failed = 0x01;
    private const byte Successful = 0x02;

    public static IEnumerable<Wanted> Run(Session s)
    {
        // Book 4, 6.3.4.5: nothing was performed.
        s.Data.Put(0x9F34, [0x3F, 0x00, 0x00]);
        if ((s.Aip![0] & 0x10) == 0)
        {
            yield break;
        }

        // 10.5: a list without rules is as none; 7.5: it should have been there.
        if (s.Data.Get(0x8E) is not { Length: >= 10 } list)
        {
            s.Flags.Set(TvrBit.CardDataMissing);
            yield break;
        }

        if (list.Length % 2 != 0)
        {
            s.Fail(EndReason.BadCardData);
            yield break;
        }

        var trial = new Trial();
        s.Flags.Set(TsiBit.Cvm);
        byte[] last = [0x3F, 0x00, Failed];
        for (var at = 8; at < list.Length; at += 2)
        {
            var (code, condition) = (list[at], list[at + 1]);
            var method = code & 0x3F;
            if (!Holds(s, condition, method, list))
            {
                continue;
            }

            if (IsSupported(s, method))
            {
                last = [code, condition, Failed];
                trial.Succeeded = method is Signature or NoCvm;
                foreach (var wanted in Pin(s, method, trial))
                {
                    yield return wanted;
                }

                if (s.IsOver)
                {
                    yield break;
                }

                if (trial.Succeeded)
                {
                    Succeed(s, code, condition);
                    yield break;
                }
            }

            // 10.5: without the bit, a method that failed is the last.
            if (method == Fail || (code & 0x40) == 0)
            {
                break;
            }
        }

        s.Data.Put(0x9F34, last);
        s.Flags.Set(TvrBit.CvmFailed);
        s.VerifiedBy = VerifiedBy.Failed;
    }

    // Annex C3, table 40: when a rule counts. X and Y are in the application's currency; in another one they say nothing.
    private static bool Holds(Session s, byte condition, int method, byte[] list)
    {
        var kind = s.Request.Kind;
        var amount = s.Request.AmountMinor;
        return condition switch
        {
            0x00 => true,
            0x01 => kind == TransactionKind.UnattendedCash,
            0x02 => kind is TransactionKind.Goods or TransactionKind.Services,
            0x03 => Can(s, method),
            0x04 => kind == TransactionKind.ManualCash,
            0x05 => kind == TransactionKind.Cashback,
            0x06 => IsOwnCurrency(s) && amount < Amount(list, 0),
            0x07 => IsOwnCurrency(s) && amount > Amount(list, 0),
            0x08 => IsOwnCurrency(s) && amount < Amount(list, 4),
            0x09 => IsOwnCurrency(s) && amount > Amount(list, 4),
            _ => false,
        };
    }

    private static long Amount(byte[] list, int at) => BinaryPrimitives.ReadUInt32BigEndian(list.AsSpan(at, 4));

    private static bool IsOwnCurrency(Session s) => s.Data.Get(0x9F42) is { } own && own.AsSpan().SequenceEqual(s.Data.Get(0x5F2A));

    // 9F33 byte 2 (Book 4, annex A2).
    private static bool Can(Session s, int method) =>
        method switch
        {
            Fail => true,
            PlainPin => s.Profile.Can(1, 0x80),
            OnlinePin => s.Profile.Can(1, 0x40) && s.Application.OnlinePin,
            PlainPinAndSignature => s.Profile.Can(1, 0x80) && s.Profile.Can(1, 0x20),
            EncipheredPin => s.Profile.Can(1, 0x10),
            EncipheredPinAndSignature => s.Profile.Can(1, 0x10) && s.Profile.Can(1, 0x20),
            Signature => s.Profile.Can(1, 0x20),
            NoCvm => s.Profile.Can(1, 0x08),
            _ => false,
        };

    private static bool IsSupported(Session s, int method)
    {
        if (Can(s, method))
        {
            return true;
        }

        if (method is > EncipheredPinAndSignature and < Signature or > NoCvm)
        {
            s.Flags.Set(TvrBit.CvmUnknown);
        }
        else if (method == OnlinePin || (method is >= PlainPin and <= EncipheredPinAndSignature && !s.Profile.Can(1, 0x80 | 0x10)))
        {
            // 10.5: a PIN for the issuer that this terminal cannot take, or one for the card when it can take none of either form.
            s.Flags.Set(TvrBit.NoPinPad);
        }

        return false;
    }

    private static IEnumerable<Wanted> Pin(Session s, int method, Trial trial) =>
        method switch
        {
            PlainPin or PlainPinAndSignature => OfflinePin.Run(s, enciphered: false, trial),
            EncipheredPin or EncipheredPinAndSignature => OfflinePin.Run(s, enciphered: true, trial),
            OnlinePin => Online(s, trial),
            _ => [],
        };

    // 10.5.2: whether it is right is the issuer's to say.
    private static IEnumerable<Wanted> Online(Session s, Trial trial)
    {
        if (PinPad.IsUseless(s))
        {
            yield break;
        }

        yield return new EnterPin(PinUse.Online, TriesLeft: null, Again: false, RandomBytes: 0, CardMayLeave: false);
        if (s.Input is OnlinePinTaken)
        {
            s.Flags.Set(TvrBit.OnlinePinEntered);
            trial.Succeeded = true;
        }
        else
        {
            PinPad.Note(s);
        }
    }

    // Book 4, 6.3.4.5, table 2: what a signature or an online PIN is worth is not known yet.
    private static void Succeed(Session s, byte code, byte condition)
    {
        var method = code & 0x3F;
        s.SignatureWanted = method is Signature or PlainPinAndSignature or EncipheredPinAndSignature;
        s.VerifiedBy = method switch
        {
            OnlinePin => VerifiedBy.OnlinePin,
            Signature => VerifiedBy.Signature,
            NoCvm => VerifiedBy.Nothing,
            _ => VerifiedBy.OfflinePin,
        };
        s.Data.Put(0x9F34, [code, condition, s.SignatureWanted || method == OnlinePin ? Unknown : Successful]);
    }
}

// Whether a method that was tried succeeded.
internal sealed class Trial
{
    public bool Succeeded { get; set; }
}

internal static class PinPad
{
    /// <summary>A PIN that was not entered once is not asked for again, nor is a broken pad (Book 4, 6.3.4.3).</summary>
    public static bool IsUseless(Session s) => s.PinBypassed || s.PinPadBroken;

    /// <summary>Why there is no PIN.</summary>
    public static void Note(Session s)
    {
        if (s.Input is PinBypassed)
        {
            s.PinBypassed = true;
            s.Flags.Set(TvrBit.PinNotEntered);
        }
        else
        {
            s.PinPadBroken = true;
            s.Flags.Set(TvrBit.NoPinPad);
        }
    }
}
