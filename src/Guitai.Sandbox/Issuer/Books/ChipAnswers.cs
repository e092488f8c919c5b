using System.Buffers.Binary;
using Guitai.Sandbox.Issuer.Cards;
using Guitai.Sandbox.Issuer.Crypto;

namespace Guitai.Sandbox.Issuer.Books;

/// <summary>Field 55 of an answer: the issuer's proof for the chip (91) and, where the issuer wants something of it, a script (71 or 72).</summary>
internal sealed class ChipAnswers(Des scripts)
{
    // Card status update (EMV Common Core Definitions, C.9): byte 2 bit 8 approves, bits 2 and 1 reset the counters of offline transactions.
    private const uint Approves = 0x00820000;
    private const uint Declines = 0;

    /// <summary>Makes the objects.</summary>
    public byte[] Make(in Question question, Transaction transaction)
    {
        Span<byte> objects = stackalloc byte[12 + Scripts.Bytes];
        objects[0] = 0x91;
        int length;
        if (question.ChipVersion == Cryptograms.Version18)
        {
            var update = transaction.IsApproved ? Approves : Declines;
            objects[1] = 8;
            BinaryPrimitives.WriteUInt32BigEndian(objects[2..], Cryptograms.Answer2(question.ChipKey!, question.Cryptogram, update));
            BinaryPrimitives.WriteUInt32BigEndian(objects[6..], update);
            length = 10;
        }
        else
        {
            objects[1] = 10;
            BinaryPrimitives.WriteUInt64BigEndian(
                objects[2..],
                Cryptograms.Answer1(question.ChipKey!, question.Cryptogram, transaction.Code)
            );
            BinaryPrimitives.WriteUInt16BigEndian(objects[10..], transaction.Code);
            length = 12;
        }

        if (transaction.Script != CardScript.None)
        {
            var key = Cryptograms.ScriptKey(
                scripts,
                question.Pan,
                question.Sequence,
                question.ChipVersion,
                question.Counter,
                question.Cryptogram
            );
            length += Scripts.Write(transaction.Script, key, question.Counter, question.Cryptogram, objects[length..]);
        }

        return objects[..length].ToArray();
    }
}
