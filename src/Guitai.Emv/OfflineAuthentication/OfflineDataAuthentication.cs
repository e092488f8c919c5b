using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.Parameters;
using Guitai.Emv.Selection;

namespace Guitai.Emv.OfflineAuthentication;

// Whether the card is genuine (EMV Book 3, 10.3; Book 2, 5 and 6).
internal static class OfflineDataAuthentication
{
    private const byte StaticFormat = 0x03;
    private const byte DynamicFormat = 0x05;

    public static IEnumerable<Wanted> Run(Session s)
    {
        s.Authentication.Method = Choose(s.Aip![0], s.Profile);
        switch (s.Authentication.Method)
        {
            case AuthenticationMethod.None:
                s.Flags.Set(TvrBit.AuthenticationNotPerformed);
                break;
            case AuthenticationMethod.Static:
                s.Flags.Set(TvrBit.SdaSelected);
                Static(s);
                s.Flags.Set(TsiBit.Authentication);
                break;
            case AuthenticationMethod.Dynamic:
                foreach (var wanted in Dynamic(s))
                {
                    yield return wanted;
                }

                s.Flags.Set(TsiBit.Authentication);
                break;
            default:
                // The key now, the signature with the cryptogram; TSI says so when either has been done (10.3).
                if (!OpenCardKey(s, TvrBit.CdaFailed))
                {
                    s.Flags.Set(TsiBit.Authentication);
                }

                break;
        }
    }

    /// <summary>CDA before DDA before SDA, each only when card (AIP) and terminal (9F33 byte 3) can (10.3).</summary>
    public static AuthenticationMethod Choose(byte aip, TerminalProfile profile)
    {
        if ((aip & 0x01) != 0 && profile.Can(2, 0x08))
        {
            return AuthenticationMethod.Combined;
        }

        if ((aip & 0x20) != 0 && profile.Can(2, 0x40))
        {
            return AuthenticationMethod.Dynamic;
        }

        return (aip & 0x40) != 0 && profile.Can(2, 0x80) ? AuthenticationMethod.Static : AuthenticationMethod.None;
    }

    /// <summary>Opens the card's key; says in the TVR what went wrong otherwise.</summary>
    public static bool OpenCardKey(Session s, TvrBit failure)
    {
        byte[]? certificate = null;
        byte[]? exponent = null;
        if (OpenIssuerKey(s, failure) && Require(s, failure, 0x9F46, out certificate) & Require(s, failure, 0x9F47, out exponent))
        {
            s.Authentication.CardKey = SignedData(s) is { } signed
                ? Certificates.OpenCard(
                    s.Authentication.IssuerKey!,
                    certificate,
                    s.Data.Get(0x9F48) ?? [],
                    exponent!,
                    signed,
                    s.Data.Pan,
                    s.Request.Date
                )
                : null;
            NoteRemainder(s, s.Authentication.CardKey, 0x9F48, s.Authentication.IssuerKey, certificate, isCards: true);
        }

        return s.Authentication.CardKey is not null || Fail(s, failure);
    }

    /// <summary>Opens the issuer's key; says in the TVR what went wrong otherwise (Book 2, 5.2 and 5.3).</summary>
    public static bool OpenIssuerKey(Session s, TvrBit failure)
    {
        if (
            !(
                Require(s, failure, 0x8F, out var index)
                & Require(s, failure, 0x90, out var certificate)
                & Require(s, failure, 0x9F32, out var exponent)
            )
        )
        {
            return false;
        }

        s.Authentication.IssuerKey = FindIssuerKey(s, index, certificate, exponent);
        var authority = Authority(s, index) is { } key ? RsaKey.Create(key) : null;
        NoteRemainder(s, s.Authentication.IssuerKey, 0x92, authority, certificate, isCards: false);
        return s.Authentication.IssuerKey is not null || Fail(s, failure);
    }

    public static RsaKey? FindIssuerKey(Session s, byte[] index, byte[] certificate, byte[] exponent)
    {
        return Authority(s, index) is { } authority
            ? Certificates.OpenIssuer(
                authority,
                certificate,
                s.Data.Get(0x92) ?? [],
                exponent,
                s.Data.Pan,
                s.Request.Date,
                s.Parameters.Revoked
            )
            : null;
    }

    /// <summary>Signed records and, when the tag list says so, the AIP; null when they cannot be put together (Book 3, 10.3).</summary>
    public static byte[]? SignedData(Session s)
    {
        if (s.Authentication.SignedDataBroken)
        {
            return null;
        }

        return s.Data.Get(0x9F4A) switch
        {
            null => [.. s.Authentication.Signed],
            [0x82] => [.. s.Authentication.Signed, .. s.Aip!],
            // The tag list may name the AIP and nothing else.
            _ => null,
        };
    }

    /// <summary>Opens a dynamic signature (Book 2, 6.5.2): what the card put into it, or null.</summary>
    public static byte[]? OpenDynamic(RsaKey key, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> data)
    {
        // Hash algorithm, length of the card's data, the data, padding BB.
        if (key.Recover(signature, DynamicFormat, data) is not [0x01, var length, .. var rest] || length > rest.Length)
        {
            return null;
        }

        return rest[..length];
    }

    // A key past its last day is not used (Book 2, 11.2).
    private static CaKey? Authority(Session s, byte[] index)
    {
        var rid = s.Selected!.Aid.Rid;
        return s.Parameters.Keys.FirstOrDefault(k =>
            k.Rid == rid && index is [var number] && k.Index == number && k.Expires >= s.Request.Date
        );
    }

    private static void NoteRemainder(Session s, RsaKey? key, int tag, RsaKey? signer, byte[] certificate, bool isCards)
    {
        if (key is null && signer is not null && !s.Data.Has(tag) && Certificates.NeedsRemainder(signer, certificate, isCards))
        {
            s.Flags.Set(TvrBit.CardDataMissing);
        }
    }

    private static void Static(Session s)
    {
        if (!OpenIssuerKey(s, TvrBit.SdaFailed) || !Require(s, TvrBit.SdaFailed, 0x93, out var signature))
        {
            return;
        }

        // Book 2, 5.4: hash algorithm, the data authentication code, padding.
        var content = SignedData(s) is { } signed ? s.Authentication.IssuerKey!.Recover(signature, StaticFormat, signed) : null;
        if (content is [0x01, var first, var second, ..])
        {
            s.Data.Put(0x9F45, [first, second]);
        }
        else
        {
            Fail(s, TvrBit.SdaFailed);
        }
    }

    private static IEnumerable<Wanted> Dynamic(Session s)
    {
        if (!OpenCardKey(s, TvrBit.DdaFailed))
        {
            yield break;
        }

        // Book 2, 6.5.1: the card's list or the terminal's, which must ask for the unpredictable number.
        var list = s.Data.Get(0x9F49) ?? s.Application.DefaultDdol.ToArray();
        if (!AsksFor(list, 0x9F37) || s.Build(list) is not { Length: <= 255 } data)
        {
            Fail(s, TvrBit.DdaFailed);
            yield break;
        }

        yield return Session.Send(new CommandApdu(0x00, 0x88, 0, 0, data, CommandApdu.All));
        // Book 3, 6.5.9.4: any other status ends the transaction, and so does an answer that is neither 80 nor 77 with a signature.
        if (s.Answer.Status != CardAnswer.Ok)
        {
            s.Fail(EndReason.CardError);
        }
        else if (Signature(s.Answer.Data.Span) is not { } signature)
        {
            s.Fail(EndReason.BadCardData);
        }
        else if (
            OpenDynamic(s.Authentication.CardKey!, signature, data) is not [var length and >= 2 and <= 8, .. var rest]
            || rest.Length < length
        )
        {
            Fail(s, TvrBit.DdaFailed);
        }
        else
        {
            s.Data.Put(0x9F4C, rest[..length]);
        }
    }

    private static byte[]? Signature(ReadOnlySpan<byte> answer) =>
        CardObjects.Read(answer) switch
        {
            [{ Tag: 0x80 } only] => only.Value,
            [{ Tag: 0x77 } only] => CardObjects.Read(only.Value)?.Find(0x9F4B),
            _ => null,
        };

    private static bool AsksFor(ReadOnlySpan<byte> list, int wanted)
    {
        var reader = new Dol.DataObjectList(list);
        while (reader.TryRead(out var tag, out _))
        {
            if (tag.Value == wanted)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Require(Session s, TvrBit failure, int tag, out byte[] value)
    {
        value = s.Data.Get(tag) ?? [];
        if (value.Length > 0)
        {
            return true;
        }

        // Book 3, 7.5: what is missing is said, and the method has failed.
        s.Flags.Set(TvrBit.CardDataMissing);
        return Fail(s, failure);
    }

    private static bool Fail(Session s, TvrBit failure)
    {
        s.Authentication.Failed = true;
        s.Flags.Set(failure);
        return false;
    }
}
