using System.Security.Cryptography;

namespace Guitai.PaymentCrypto.Primitives;

/// <summary>Clear key material: in memory that the garbage collector neither moves nor copies, and wiped when it is let go.</summary>
internal sealed class SecretBytes : IDisposable
{
    private readonly byte[] _bytes;

    public SecretBytes(int length) => _bytes = GC.AllocateArray<byte>(length, pinned: true);

    public SecretBytes(ReadOnlySpan<byte> bytes)
        : this(bytes.Length) => bytes.CopyTo(_bytes);

#pragma warning disable MA0055 // A key that someone forgot is still wiped.
    ~SecretBytes() => CryptographicOperations.ZeroMemory(_bytes);
#pragma warning restore MA0055

    public Span<byte> Span => _bytes;

    public int Length => _bytes.Length;

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        GC.SuppressFinalize(this);
    }
}
