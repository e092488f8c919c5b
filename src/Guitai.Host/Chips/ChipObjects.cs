using System.Buffers.Binary;
using System.Globalization;
using Guitai.Emv.Parameters;
using Guitai.Emv.Tlv;

namespace Guitai.Host.Chips;

/// <summary>Writes parameters as terminals get them, in the order of docs/protocols/terminal.md.</summary>
internal static class ChipObjects
{
    public const int Provider = 0x9F06;
    public const int Index = 0x9F22;

    // A key of 248 bytes, or an application whose DDOL has 64.
    private const int Longest = 512;

    /// <summary>What is listed of a key.</summary>
    public static void Name(ref TlvWriter writer, CaKey key)
    {
        writer.Write(new Tag(Provider), Convert.FromHexString(key.Rid.Hex));
        writer.Write(new Tag(Index), [key.Index]);
    }

    /// <summary>What is listed of an application.</summary>
    public static void Name(ref TlvWriter writer, ApplicationParameters application) =>
        writer.Write(new Tag(Provider), application.Aid.ToBytes());

    /// <summary>A key whole.</summary>
    /// <param name="key">The key.</param>
    /// <param name="checksum">As somebody gave it; empty for the right one.</param>
    public static byte[] Of(CaKey key, ReadOnlySpan<byte> checksum = default)
    {
        var room = new byte[Longest];
        var writer = new TlvWriter(room);
        Name(ref writer, key);
        Digits(ref writer, 0xDF05, (key.Expires.Year * 10_000) + (key.Expires.Month * 100) + key.Expires.Day, 4);
        writer.Write(new Tag(0xDF06), [1]);
        writer.Write(new Tag(0xDF07), [1]);
        writer.Write(new Tag(0xDF02), key.Modulus.Span);
        writer.Write(new Tag(0xDF04), key.Exponent == 3 ? [3] : [1, 0, 1]);
        writer.Write(new Tag(0xDF03), checksum.IsEmpty ? key.Checksum() : checksum);
        return Finish(ref writer, room);
    }

    /// <summary>An application whole.</summary>
    public static byte[] Of(ApplicationParameters application)
    {
        var room = new byte[Longest];
        var writer = new TlvWriter(room);
        Name(ref writer, application);
        writer.Write(new Tag(0xDF01), [application.AllowsPartial ? (byte)0 : (byte)1]);
        writer.Write(new Tag(0x9F08), [(byte)(application.Version >> 8), (byte)(application.Version & 0xFF)]);
        writer.Write(new Tag(0xDF11), Convert.FromHexString(application.DefaultCode.ToString()));
        writer.Write(new Tag(0xDF12), Convert.FromHexString(application.OnlineCode.ToString()));
        writer.Write(new Tag(0xDF13), Convert.FromHexString(application.DenialCode.ToString()));
        Binary(ref writer, 0x9F1B, application.FloorLimit);
        Binary(ref writer, 0xDF15, application.RandomThreshold);
        Digits(ref writer, 0xDF16, application.RandomMost, 1);
        Digits(ref writer, 0xDF17, application.RandomTarget, 1);
        if (!application.DefaultDdol.IsEmpty)
        {
            writer.Write(new Tag(0xDF14), application.DefaultDdol.Span);
        }

        writer.Write(new Tag(0xDF18), [application.OnlinePin ? (byte)1 : (byte)0]);
        if (application.ElectronicCashLimit is { } cash)
        {
            Digits(ref writer, 0x9F7B, cash, 6);
        }

        Digits(ref writer, 0xDF19, application.ContactlessFloorLimit, 6);
        Digits(ref writer, 0xDF20, application.ContactlessLimit, 6);
        Digits(ref writer, 0xDF21, application.ContactlessCvmLimit, 6);
        return Finish(ref writer, room);
    }

    /// <summary>What was written.</summary>
    public static byte[] Finish(ref TlvWriter writer, byte[] room)
    {
        var error = writer.Finish(out var length);
        return error.IsNone ? room[..length] : throw new InvalidOperationException($"A parameter that cannot be written: {error}.");
    }

    private static void Binary(ref TlvWriter writer, int tag, long value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, checked((uint)value));
        writer.Write(new Tag(tag), bytes);
    }

    private static void Digits(ref TlvWriter writer, int tag, long value, int bytes) =>
        writer.Write(new Tag(tag), Convert.FromHexString(value.ToString($"D{2 * bytes}", CultureInfo.InvariantCulture)));
}
