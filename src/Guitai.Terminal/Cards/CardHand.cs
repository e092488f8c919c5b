using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Guitai.Terminal.Cards;

/// <summary>What is known of a card between the moment it is shown and the host's answer, in memory only. Pinned, so that nothing leaves copies behind; wiped when let go. Never prints.</summary>
public sealed class CardHand : IDisposable
{
    private readonly char[] _number = GC.AllocateArray<char>(19, pinned: true);
    private readonly char[] _track2 = GC.AllocateArray<char>(37, pinned: true);
    private readonly char[] _cvv2 = GC.AllocateArray<char>(4, pinned: true);
    private readonly char[] _code = GC.AllocateArray<char>(24, pinned: true);
    private readonly byte[] _chip = GC.AllocateArray<byte>(512, pinned: true);
    private readonly byte[] _pinBlock = GC.AllocateArray<byte>(8, pinned: true);
    private int _numberLength;
    private int _track2Length;
    private int _cvv2Length;
    private int _codeLength;
    private int _chipLength;

    /// <summary>The card number; empty without a card.</summary>
    public ReadOnlySpan<char> Number => _number.AsSpan(0, _numberLength);

    /// <summary>The card number, for what takes longer than a call. Wiped with the rest.</summary>
    public ReadOnlyMemory<char> NumberMemory => _number.AsMemory(0, _numberLength);

    /// <summary>YYMM.</summary>
    public string Expiry { get; private set; } = "";

    /// <summary>Three digits; empty of a typed card.</summary>
    public string ServiceCode { get; private set; } = "";

    /// <summary>Track 2 without sentinels; empty of a typed card.</summary>
    public ReadOnlySpan<char> Track2 => _track2.AsSpan(0, _track2Length);

    /// <summary>The three digits of the back; empty when there are none.</summary>
    public ReadOnlySpan<char> Cvv2 => _cvv2.AsSpan(0, _cvv2Length);

    /// <summary>The customer's payment code; empty of a card.</summary>
    public ReadOnlySpan<char> Code => _code.AsSpan(0, _codeLength);

    /// <summary>Field 55 of a chip; empty without one.</summary>
    public ReadOnlySpan<byte> Chip => _chip.AsSpan(0, _chipLength);

    /// <summary>Field 23 of a chip; null when it has no number.</summary>
    public int? Sequence { get; private set; }

    /// <summary>True when there is a PIN block.</summary>
    public bool HasPin { get; private set; }

    /// <summary>The PIN block, as it goes out.</summary>
    public ReadOnlySpan<byte> PinBlock => HasPin ? _pinBlock : [];

    /// <summary>Takes a swiped card.</summary>
    public void Take(ReadOnlySpan<char> number, ReadOnlySpan<char> expiry, ReadOnlySpan<char> serviceCode, ReadOnlySpan<char> track2)
    {
        Wipe();
        number.CopyTo(_number);
        track2.CopyTo(_track2);
        (_numberLength, _track2Length) = (number.Length, track2.Length);
        Expiry = expiry.ToString();
        ServiceCode = serviceCode.ToString();
    }

    /// <summary>Takes what a chip asks its issuer with; the card was taken already.</summary>
    /// <exception cref="ArgumentException">More than field 55 has room for.</exception>
    public void TakeChip(ReadOnlySpan<byte> data, int? sequence)
    {
        data.CopyTo(_chip);
        (_chipLength, Sequence) = (data.Length, sequence);
    }

    /// <summary>Takes a typed card.</summary>
    public void Type(ReadOnlySpan<char> number, ReadOnlySpan<char> expiry, ReadOnlySpan<char> cvv2)
    {
        Wipe();
        number.CopyTo(_number);
        cvv2.CopyTo(_cvv2);
        (_numberLength, _cvv2Length) = (number.Length, cvv2.Length);
        Expiry = expiry.ToString();
    }

    /// <summary>Takes a customer's payment code.</summary>
    public void Scan(ReadOnlySpan<char> code)
    {
        Wipe();
        code.CopyTo(_code);
        _codeLength = code.Length;
    }

    /// <summary>Where the PIN block is put.</summary>
    public Span<byte> PinBlockRoom()
    {
        HasPin = true;
        return _pinBlock;
    }

    /// <summary>Wipes the PIN block: it was sent, or its key is gone.</summary>
    public void WipePin()
    {
        CryptographicOperations.ZeroMemory(_pinBlock);
        HasPin = false;
    }

    /// <summary>Wipes everything.</summary>
    public void Wipe()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_number.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_track2.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_cvv2.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_code.AsSpan()));
        WipePin();
        CryptographicOperations.ZeroMemory(_chip);
        (_numberLength, _track2Length, _cvv2Length, _codeLength, _chipLength, Sequence) = (0, 0, 0, 0, 0, null);
        (Expiry, ServiceCode) = ("", "");
    }

    /// <inheritdoc/>
    public void Dispose() => Wipe();

    /// <inheritdoc/>
    public override string ToString() => "a card in hand";
}
