using Guitai.Emv.Commands;
using Guitai.Emv.Kernel;
using Guitai.Emv.OfflineAuthentication;
using Guitai.Emv.Parameters;

namespace Guitai.Emv.Cryptogram;

// One GENERATE AC: the command, and what is made of the answer (EMV Book 3, 6.5.5; Book 2, 6.6).
internal sealed class GenerateAc
{
    private readonly CryptogramType _wanted;
    private readonly bool _isSecond;
    private readonly byte[] _data;
    private readonly byte[] _signedBefore;

    private GenerateAc(CryptogramType wanted, bool isSecond, bool isSigned, byte[] data, byte[] signedBefore)
    {
        _wanted = wanted;
        _isSecond = isSecond;
        IsSigned = isSigned;
        _data = data;
        _signedBefore = signedBefore;
    }

    /// <summary>A signature was asked for with the cryptogram.</summary>
    public bool IsSigned { get; }

    public byte[] Data => _data;

    /// <summary>What came; meaningless before <see cref="Take"/> has returned true.</summary>
    public CryptogramType Type { get; private set; }

    /// <summary>The signature was not good (Book 2, 6.6.2).</summary>
    public bool SignatureFailed { get; private set; }

    /// <summary>The command; null when the list is malformed.</summary>
    public static GenerateAc? Create(Session s, CryptogramType wanted, int list, byte[] signedBefore)
    {
        PutHash(s, s.Data.Get(list)!);
        // A refusal is never signed (Book 3, 6.5.5.2: with an AAC the bit is not set).
        var isSigned = wanted != CryptogramType.Aac && s.Authentication.CanSignCryptogram;
        return s.Build(s.Data.Get(list)!) is { Length: <= 255 } data
            ? new GenerateAc(wanted, isSecond: list == 0x8D, isSigned, data, signedBefore)
            : null;
    }

    public CommandApdu Command => new(0x80, 0xAE, (byte)((int)_wanted | (IsSigned ? 0x10 : 0)), 0, _data, CommandApdu.All);

    /// <summary>Takes the answer; false when the transaction ended on it.</summary>
    public bool Take(Session s)
    {
        if (s.Answer.Status != CardAnswer.Ok)
        {
            s.Fail(EndReason.CardError);
            return false;
        }

        if (Objects(s.Answer.Data.Span, out var isFormat2) is not { } objects)
        {
            s.Fail(EndReason.BadCardData);
            return false;
        }

        if (objects.GroupBy(o => o.Tag).Any(g => g.Count() > 1))
        {
            s.Fail(EndReason.TwiceCardData);
            return false;
        }

        // CID and counter always; the cryptogram, unless it is inside a signature; the issuer's data, without which no issuer can check it.
        var signature = isFormat2 && IsSigned ? objects.Find(0x9F4B) : null;
        if (
            objects.Find(0x9F27) is not [var cid]
            || objects.Find(0x9F36) is not { Length: 2 }
            || objects.Find(0x9F10) is not { Length: >= 1 and <= 32 }
            || (signature is null && objects.Find(0x9F26) is not { Length: 8 })
        )
        {
            s.Fail(EndReason.MissingCardData);
            return false;
        }

        Type = CryptogramTypes.Of(cid);
        var isAllowed = MayBe(Type);
        if (!isAllowed && !_isSecond)
        {
            s.Fail(EndReason.WrongCryptogram);
            return false;
        }

        foreach (var found in objects)
        {
            s.Data.Take(found);
        }

        if (!isAllowed)
        {
            // Book 3, 9.3: what is more than was asked for the second time is treated as a refusal.
            Type = CryptogramType.Aac;
            s.Data.Put(0x9F27, [(byte)Type]);
        }

        if (IsSigned && Type != CryptogramType.Aac)
        {
            SignatureFailed = !Verify(s, signature, cid);
        }
        else if (objects.Find(0x9F26) is null)
        {
            // A refusal with nothing but a signature says nothing that could be checked.
            s.Fail(EndReason.MissingCardData);
            return false;
        }

        return true;
    }

    // Book 3, 10.8: approval may become a question or a refusal, a question a refusal, never the other way.
    private bool MayBe(CryptogramType got) =>
        got switch
        {
            CryptogramType.Aac => true,
            CryptogramType.Arqc => !_isSecond && _wanted != CryptogramType.Aac,
            CryptogramType.Tc => _wanted == CryptogramType.Tc,
            _ => false,
        };

    // Format 1 (80): CID, counter, cryptogram, issuer's data; format 2 (77) (Book 3, 6.5.5.4).
    private static List<CardObject>? Objects(ReadOnlySpan<byte> answer, out bool isFormat2)
    {
        var only = CardObjects.Read(answer) is [var found] ? found : default;
        isFormat2 = only.Tag == 0x77;
        if (only.Tag != 0x80)
        {
            return isFormat2 ? CardObjects.Read(only.Value) : null;
        }

        var value = only.Value;
        return value.Length is < 11 or > 43
            ? null
            : [new(0x9F27, value[..1]), new(0x9F36, value[1..3]), new(0x9F26, value[3..11]), new(0x9F10, value[11..])];
    }

    // Book 2, 6.6.2: inside are the card's number, the CID, the cryptogram, and a hash over all data that went both ways.
    private bool Verify(Session s, byte[]? signature, byte cid)
    {
        s.Flags.Set(TsiBit.Authentication);
        if (
            signature is null
            || OfflineDataAuthentication.OpenDynamic(s.Authentication.CardKey!, signature, s.Data.Get(0x9F37))
                is not [var length and >= 2 and <= 8, .. var rest]
            || rest.Length < length + 29
            || rest[length] != cid
        )
        {
            return false;
        }

        // All objects of the answer in their order, the signature left out.
        var answered = new List<byte>();
        var template = new Tlv.TlvReader(s.Answer.Data.Span);
        template.TryRead(out var outer);
        var reader = new Tlv.TlvReader(outer.Value);
        while (reader.TryRead(out var found))
        {
            if (found.Tag.Value != 0x9F4B)
            {
                answered.AddRange(found.Encoded);
            }
        }

        if (!CaKey.Hash([.. _signedBefore, .. _data, .. answered]).AsSpan().SequenceEqual(rest.AsSpan(length + 9, 20)))
        {
            return false;
        }

        s.Data.Put(0x9F4C, rest[..length]);
        s.Data.Put(0x9F26, rest[(length + 1)..(length + 9)]);
        return true;
    }

    // The TC hash (98) when the list asks for it, over the card's TDOL or the terminal's (Book 3, 9.2.2).
    private static void PutHash(Session s, ReadOnlySpan<byte> list)
    {
        var asks = false;
        var reader = new Dol.DataObjectList(list);
        while (reader.TryRead(out var tag, out _))
        {
            asks |= tag.Value == 0x98;
        }

        if (!asks)
        {
            return;
        }

        if (s.Data.Get(0x97) is not { } hashed)
        {
            // Without either list, none was used.
            hashed = s.Application.DefaultTdol.ToArray();
            if (hashed.Length > 0)
            {
                s.Flags.Set(TvrBit.DefaultTdolUsed);
            }
        }

        s.Data.Put(0x98, CaKey.Hash(s.Build(hashed) ?? []));
    }
}
