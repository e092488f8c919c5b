using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>
/// A key of which a store keeps nothing: encrypted under the store's own wrapping key and bound to its use and to its owner's name, so that whoever runs thousands of terminals
/// keeps their keys in a database. Useless without the store, refused when one bit is changed, or when it is used for another owner. Not secret, and it does not change.
/// </summary>
public sealed class WrappedKey
{
    internal const int NonceAt = 9;
    internal const int TagAt = NonceAt + 12;
    internal const int LengthAt = TagAt + 16;
    internal const int KeyAt = LengthAt + 1;
    internal const int LongestName = 128;
    private const byte Format = 1;
    private readonly byte[] _bytes;

    internal WrappedKey(byte[] bytes) => _bytes = bytes;

    /// <summary>What it is kept as: 46 to 198 bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Its one use. True only once the store has taken it.</summary>
    public KeyUse Use => (KeyUse)_bytes[2];

    /// <summary>What it is a key of.</summary>
    public KeyAlgorithm Algorithm => (KeyAlgorithm)_bytes[3];

    /// <summary>Its length.</summary>
    public int LengthBytes => _bytes[LengthAt];

    /// <summary>True for a first custodian's component that waits for the second.</summary>
    public bool IsComponent => _bytes[1] == (byte)WrappedKind.Component;

    /// <summary>True when it may go out in a key block.</summary>
    public bool Exportable => _bytes[4] == 1;

    /// <summary>The version of the wrapping key that it is under: once that version is retired, it can no longer be used.</summary>
    public int WrappingVersion => BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(5));

    internal string Custodian => Encoding.UTF8.GetString(_bytes.AsSpan(KeyAt + LengthBytes));

    internal UInt128 Id => MemoryMarshal.Read<UInt128>(_bytes.AsSpan(TagAt, 16));

    /// <summary>Reads what <see cref="Bytes"/> gave.</summary>
    /// <param name="bytes">As kept; copied.</param>
    /// <param name="key">The wrapped key; null when these bytes are none. Whether it is whole, only the store can tell.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out WrappedKey? key)
    {
        key = null;
        if (bytes.Length < KeyAt || bytes[0] != Format || bytes[4] > 1)
        {
            return false;
        }

        var use = (KeyUse)bytes[2];
        var custodian = bytes.Length - KeyAt - bytes[LengthAt];
        var whole = (WrappedKind)bytes[1] switch
        {
            WrappedKind.Key => custodian == 0,
            WrappedKind.Component => custodian is > 0 and <= LongestName,
            _ => false,
        };
        if (!whole || BoundKeys.IsOwn(use) || !BoundKeys.Fits(use, (KeyAlgorithm)bytes[3], bytes[LengthAt]))
        {
            return false;
        }

        key = new WrappedKey(bytes.ToArray());
        return true;
    }

    /// <summary>What it is a key of, never the key.</summary>
    public override string ToString() => $"{Use} key of {LengthBytes} bytes under version {WrappingVersion}";

    internal bool IsSame(WrappedKey other) => ReferenceEquals(this, other) || _bytes.AsSpan().SequenceEqual(other._bytes);

    internal static byte[] Begin(
        WrappedKind kind,
        KeyUse use,
        KeyAlgorithm algorithm,
        bool exportable,
        int version,
        int length,
        string custodian
    )
    {
        var bytes = new byte[KeyAt + length + Encoding.UTF8.GetByteCount(custodian)];
        bytes[0] = Format;
        bytes[1] = (byte)kind;
        bytes[2] = (byte)use;
        bytes[3] = (byte)algorithm;
        bytes[4] = (byte)(exportable ? 1 : 0);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), version);
        bytes[LengthAt] = (byte)length;
        Encoding.UTF8.GetBytes(custodian, bytes.AsSpan(KeyAt + length));
        return bytes;
    }

    /// <summary>Everything in the clear part, then the owner; custodian and owner each with their length before them.</summary>
    internal static int Associated(ReadOnlySpan<byte> bytes, string owner, Span<byte> room)
    {
        bytes[..NonceAt].CopyTo(room);
        room[NonceAt] = bytes[LengthAt];
        var custodian = bytes[(KeyAt + bytes[LengthAt])..];
        room[NonceAt + 1] = (byte)custodian.Length;
        custodian.CopyTo(room[(NonceAt + 2)..]);
        var at = NonceAt + 2 + custodian.Length;
        room[at] = (byte)Encoding.UTF8.GetBytes(owner, room[(at + 1)..]);
        return at + 1 + room[at];
    }
}

/// <summary>What is wrapped. The numbers are stored: they never change.</summary>
internal enum WrappedKind
{
    /// <summary>A whole key.</summary>
    Key = 1,

    /// <summary>A first component.</summary>
    Component = 2,
}

/// <summary>Which key an operation takes: one that the store holds under a name, or a wrapped one together with whose it is.</summary>
public readonly record struct KeyRef
{
    /// <summary>A key that the store holds.</summary>
    /// <param name="name">Its name.</param>
    public KeyRef(KeyName name) => Name = name;

    /// <summary>A key that the caller keeps.</summary>
    /// <param name="wrapped">As the store gave it out.</param>
    /// <param name="owner">Whose it is, as the caller knows from elsewhere than the wrapped key itself, for example the terminal number of the message.</param>
    public KeyRef(WrappedKey wrapped, string owner) => (Wrapped, Owner) = (wrapped, owner);

    /// <summary>The name; empty for a wrapped key.</summary>
    public KeyName Name { get; }

    /// <summary>The wrapped key; null for a named one.</summary>
    public WrappedKey? Wrapped { get; }

    /// <summary>Whose the wrapped key is; null for a named one.</summary>
    public string? Owner { get; }

    /// <summary>A key that the store holds.</summary>
    /// <param name="name">Its name.</param>
    public static implicit operator KeyRef(KeyName name) => new(name);

    /// <summary>The name, or owner and use.</summary>
    public override string ToString() => Wrapped is null ? Name.ToString() : $"{Owner}:{Wrapped.Use.ToString().ToLowerInvariant()}";
}
