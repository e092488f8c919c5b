using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Guitai.Terminal.Cards;

/// <summary>What later messages need of a card, number and expiry, on its way between the seal on disk and a message. Never prints.</summary>
public sealed class SealedCard : IDisposable
{
    private readonly char[] _text = GC.AllocateArray<char>(23, pinned: true);
    private readonly int _length;

    /// <param name="number">12 to 19 digits.</param>
    /// <param name="expiry">YYMM.</param>
    public SealedCard(ReadOnlySpan<char> number, ReadOnlySpan<char> expiry)
    {
        number.CopyTo(_text);
        expiry.CopyTo(_text.AsSpan(19));
        _length = number.Length;
    }

    /// <summary>The card number.</summary>
    public ReadOnlySpan<char> Number => _text.AsSpan(0, _length);

    /// <summary>YYMM.</summary>
    public ReadOnlySpan<char> Expiry => _text.AsSpan(19, 4);

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_text.AsSpan()));

    /// <inheritdoc/>
    public override string ToString() => "a sealed card";
}
