using Guitai.Sandbox.Cards.Chip.Files;
using Guitai.Sandbox.Cards.Chip.Keys;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Cards.Chip;

/// <summary>One side of an application, with contacts or without: where its records stand and what is in them.</summary>
/// <param name="Profile">82, two bytes.</param>
/// <param name="Locator">94: file, first and last record, how many of them are signed.</param>
/// <param name="Records">By file and number; made when one is asked for, since signing takes long.</param>
internal sealed record ApplicationSide(byte[] Profile, byte[] Locator, Lazy<Dictionary<(int File, int Record), byte[]>> Records);

/// <summary>What an application was personalised with, and never changes by itself.</summary>
internal sealed class ApplicationData
{
    public required ApplicationFile File { get; init; }
    public required CardRules Rules { get; init; }
    public required byte[] Aid { get; init; }

    /// <summary>Digits, ASCII.</summary>
    public required byte[] Pan { get; init; }

    /// <summary>5F34.</summary>
    public required int Sequence { get; init; }

    /// <summary>Digits of the PIN.</summary>
    public required string Pin { get; init; }

    /// <summary>Cryptogram version 10 or 18, as <see cref="Cryptograms"/> numbers them.</summary>
    public required int Version { get; init; }

    /// <summary>The card's master key for cryptograms.</summary>
    public required byte[] CryptogramKey { get; init; }

    /// <summary>The card's master key for scripts.</summary>
    public required byte[] ScriptKey { get; init; }

    /// <summary>The chip's own key; null: it has none, and signs and deciphers nothing.</summary>
    public required ChipKey? Key { get; init; }

    public required ApplicationSide Contact { get; init; }
    public required ApplicationSide Tap { get; init; }

    /// <summary>Track 2 equivalent data, 57.</summary>
    public required byte[] Track2 { get; init; }

    /// <summary>9F38 with contacts; null: there is none.</summary>
    public required ObjectList? Pdol { get; init; }

    /// <summary>9F38 without contacts.</summary>
    public required ObjectList TapPdol { get; init; }

    public required ObjectList Cdol1 { get; init; }
    public required ObjectList Cdol2 { get; init; }
    public required ObjectList Ddol { get; init; }

    /// <summary>What it remembers when it is sent out.</summary>
    public ChipFacts Born => new() { PinTries = File.PinTries, TapBalanceMinor = Rules.TapBalanceMinor ?? 0 };

    /// <summary>The issuer's answer comes by EXTERNAL AUTHENTICATE rather than with the second GENERATE AC.</summary>
    public bool IssuerByCommand => (Contact.Profile[0] & 0x04) != 0;

    /// <summary>True for a signature over dynamic data.</summary>
    public bool SignsDynamically => Key is not null && File.Proof >= CardProof.Dynamic;

    /// <summary>What SELECT answers.</summary>
    public byte[] Fci(bool tap)
    {
        List<byte[]> inside = [Tlv.Of(0x50, System.Text.Encoding.ASCII.GetBytes(File.Label))];
        if (PriorityByte is var priority and not 0)
        {
            inside.Add(Tlv.Of(0x87, [priority]));
        }

        if ((tap ? TapPdol : Pdol) is { } pdol)
        {
            inside.Add(Tlv.Of(0x9F38, pdol.Bytes));
        }

        inside.Add(Tlv.Of(0x5F2D, "zhen"u8));
        if (File.PreferredName is { } preferred)
        {
            inside.Add(Tlv.Of(0x9F11, [(byte)File.CodeTable]));
            inside.Add(Tlv.Of(0x9F12, System.Text.Encoding.Latin1.GetBytes(preferred)));
        }

        inside.Add(Tlv.Of(0xBF0C, Tlv.Of(0x9F4D, [PaymentApplication.LogFile, PaymentApplication.LogEntries])));
        return Tlv.Of(0x6F, Tlv.Of(0x84, Aid), Tlv.Of(0xA5, [.. inside]));
    }

    /// <summary>Its entry in a directory (61).</summary>
    public byte[] Entry
    {
        get
        {
            List<byte[]> inside = [Tlv.Of(0x4F, Aid), Tlv.Of(0x50, System.Text.Encoding.ASCII.GetBytes(File.Label))];
            if (PriorityByte is var priority and not 0)
            {
                inside.Add(Tlv.Of(0x87, [priority]));
            }

            return Tlv.Of(0x61, [.. inside]);
        }
    }

    private byte PriorityByte => (byte)(File.Priority | (File.Confirm ? 0x80 : 0));
}
