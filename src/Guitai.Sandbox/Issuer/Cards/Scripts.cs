using System.Buffers.Binary;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Issuer.Cards;

/// <summary>Issuer scripts: one command with secure messaging (EMV Book 2, 9; format 2) in template 71 or 72.</summary>
internal static class Scripts
{
    /// <summary>Header, length and a MAC of eight bytes.</summary>
    public const int CommandBytes = 13;

    /// <summary>The identifier of every script of this issuer (9F18).</summary>
    public const uint Identifier = 0x47544149;

    /// <summary>Bytes that <see cref="Write"/> needs.</summary>
    public const int Bytes = 2 + 7 + 2 + CommandBytes;

    /// <summary>Writes the template with its command.</summary>
    /// <param name="key">The transaction's key for scripts.</param>
    /// <param name="target">At least <see cref="Bytes"/>.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(CardScript script, Des key, int counter, ulong cryptogram, Span<byte> target)
    {
        target[0] = script == CardScript.BlockApplication ? (byte)0x71 : (byte)0x72;
        target[1] = Bytes - 2;
        target[2] = 0x9F;
        target[3] = 0x18;
        target[4] = 4;
        BinaryPrimitives.WriteUInt32BigEndian(target[5..], Identifier);
        target[9] = 0x86;
        target[10] = CommandBytes;
        var command = target.Slice(11, CommandBytes);
        command[0] = 0x84;
        command[1] = script == CardScript.BlockApplication ? (byte)0x1E : (byte)0x24;
        command[2] = 0;
        command[3] = 0;
        command[4] = 8;
        BinaryPrimitives.WriteUInt64BigEndian(command[5..], Mac(key, command[..5], counter, cryptogram));
        return Bytes;
    }

    /// <summary>The MAC over the command's header, the transaction's counter, its cryptogram and what else the command brings (EMV Book 2, 9.2.3.1; VIS 1.5, B.3).</summary>
    public static ulong Mac(Des key, ReadOnlySpan<byte> header, int counter, ulong cryptogram, ReadOnlySpan<byte> inside = default)
    {
        Span<byte> data = stackalloc byte[15 + inside.Length];
        header.CopyTo(data);
        inside.CopyTo(data[15..]);
        BinaryPrimitives.WriteUInt16BigEndian(data[5..], (ushort)counter);
        BinaryPrimitives.WriteUInt64BigEndian(data[7..], cryptogram);
        return RetailMac.Compute(key, data, MacPadding.Bit);
    }
}
