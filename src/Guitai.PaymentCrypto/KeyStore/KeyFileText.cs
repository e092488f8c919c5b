using System.Buffers.Binary;
using System.Text;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>The clear inside of a key file as bytes: written into and read from memory that is wiped, never through streams or strings that keep copies.</summary>
internal static class KeyFileText
{
    public static SecretBytes Write(KeyFileContent content)
    {
        var length = 8;
        foreach (var key in content.Keys)
        {
            length += 64 + Encoding.UTF8.GetByteCount(key.Info.LoadedBy) + 128;
        }

        foreach (var waiting in content.Waiting)
        {
            length += 64 + Encoding.UTF8.GetByteCount(waiting.Custodian) + 128;
        }

        var bytes = new SecretBytes(length);
        var rest = bytes.Span;
        Number(ref rest, content.Keys.Length);
        foreach (var (info, key) in content.Keys)
        {
            Text(ref rest, info.Name.ToString());
            Number(ref rest, info.Version);
            Number(ref rest, (int)info.Use);
            Number(ref rest, (int)info.Algorithm);
            Number(ref rest, (int)info.State);
            Number(ref rest, info.LengthBytes);
            Text(ref rest, info.CheckValue);
            BinaryPrimitives.WriteInt64BigEndian(rest, info.LoadedAtMs);
            rest = rest[8..];
            Text(ref rest, info.LoadedBy);
            Number(ref rest, info.Exportable ? 1 : 0);
            Blob(ref rest, key is null ? [] : key.Material);
        }

        Number(ref rest, content.Waiting.Length);
        foreach (var waiting in content.Waiting)
        {
            Text(ref rest, waiting.Name.ToString());
            Number(ref rest, (int)waiting.Use);
            Number(ref rest, (int)waiting.Algorithm);
            Text(ref rest, waiting.Custodian);
            Blob(ref rest, waiting.Component.Span);
        }

        return bytes;
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the seal around it vouches for it.</summary>
    public static KeyFileContent Read(ReadOnlySpan<byte> rest)
    {
        var keys = new StoredKey[Number(ref rest)];
        for (var i = 0; i < keys.Length; i++)
        {
            var name = new KeyName(Text(ref rest));
            var version = Number(ref rest);
            var use = (KeyUse)Number(ref rest);
            var algorithm = (KeyAlgorithm)Number(ref rest);
            var state = (KeyState)Number(ref rest);
            var length = Number(ref rest);
            var checkValue = Text(ref rest);
            var at = BinaryPrimitives.ReadInt64BigEndian(rest);
            rest = rest[8..];
            var by = Text(ref rest);
            var exportable = Number(ref rest) == 1;
            var material = Blob(ref rest);
            var info = new KeyInfo(name, version, use, algorithm, length, state, checkValue, at, by, exportable);
            keys[i] = new StoredKey(info, material.IsEmpty ? null : BoundKeys.Create(use, algorithm, material));
        }

        var waiting = new WaitingComponent[Number(ref rest)];
        for (var i = 0; i < waiting.Length; i++)
        {
            var name = new KeyName(Text(ref rest));
            var use = (KeyUse)Number(ref rest);
            var algorithm = (KeyAlgorithm)Number(ref rest);
            var custodian = Text(ref rest);
            waiting[i] = new WaitingComponent(name, use, algorithm, custodian, new SecretBytes(Blob(ref rest)));
        }

        return new KeyFileContent(keys, waiting);
    }

    private static void Number(ref Span<byte> rest, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(rest, value);
        rest = rest[4..];
    }

    private static int Number(ref ReadOnlySpan<byte> rest)
    {
        var value = BinaryPrimitives.ReadInt32BigEndian(rest);
        rest = rest[4..];
        return value;
    }

    private static void Blob(ref Span<byte> rest, ReadOnlySpan<byte> value)
    {
        Number(ref rest, value.Length);
        value.CopyTo(rest);
        rest = rest[value.Length..];
    }

    private static ReadOnlySpan<byte> Blob(ref ReadOnlySpan<byte> rest)
    {
        var length = Number(ref rest);
        var value = rest[..length];
        rest = rest[length..];
        return value;
    }

    private static void Text(ref Span<byte> rest, string value) => Blob(ref rest, Encoding.UTF8.GetBytes(value));

    private static string Text(ref ReadOnlySpan<byte> rest) => Encoding.UTF8.GetString(Blob(ref rest));
}
