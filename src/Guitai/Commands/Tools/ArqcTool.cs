using System.Buffers.Binary;
using System.CommandLine;
using System.Text.Json.Nodes;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.Cryptograms;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool arqc</c>: application cryptograms and the issuer's answers.</summary>
internal static class ArqcTool
{
    private static readonly Dictionary<string, bool> s_schemes = new(StringComparer.Ordinal) { ["cvn10"] = false, ["cvn18"] = true };

    private static readonly Dictionary<string, CardKeyOption> s_options = new(StringComparer.Ordinal)
    {
        ["a"] = CardKeyOption.A,
        ["b"] = CardKeyOption.B,
    };

    public static Command Make()
    {
        var scheme = ToolInput.Required("--scheme", "cvn10 (master key, zeros) or cvn18 (common session key, 80 and zeros)");
        var key = ToolInput.Required("--key", "The issuer's master key for cryptograms, 16 bytes");
        var pan = ToolInput.Required("--pan", "The card number");
        var psn = ToolInput.Required("--psn", "Card sequence number, two digits");
        var atc = ToolInput.Required("--atc", "Application transaction counter, 2 bytes");
        var data = ToolInput.Required("--data", "The data that the cryptogram covers, as the card concatenates them");
        var arc = ToolInput.Optional("--arc", "Authorisation response code, 2 bytes: the answer by method 1");
        var csu = ToolInput.Optional("--csu", "Card status update, 4 bytes: the answer by method 2");
        var option = ToolInput.Optional("--option", "How the card's key is derived: a or b. Default a");
        var parity = KeyInput.Parity();
        return new ToolAction(
            "arqc",
            "The cryptogram of a transaction and, with --arc or --csu, the issuer's answer",
            parsed =>
            {
                var session = ToolInput.Choice("--scheme", parsed.Text(scheme), s_schemes);
                var how = ToolInput.Choice("--option", parsed.OptionalText(option) ?? "a", s_options);
                var card = ToolInput.Digits("--pan", parsed.Text(pan), 8, 19);
                var sequence = ToolInput.Digits("--psn", parsed.Text(psn), 2, 2);
                var counter = BinaryPrimitives.ReadUInt16BigEndian(parsed.Hex(atc, 2));
                var covered = parsed.Hex(data);
                var code = parsed.OptionalHex(arc, 2);
                var status = parsed.OptionalHex(csu, 4);
                if (covered.Length == 0 || (code is not null && status is not null))
                {
                    throw ToolInput.Refuse(
                        "A cryptogram covers some --data, and is answered by --arc or --csu, not both.",
                        "需要 --data；--arc 与 --csu 只能给一个。"
                    );
                }

                using var issuer = KeyInput.Use(
                    parsed.Key(key, KeyAlgorithm.Tdes, parity, 16),
                    k => IssuerCryptogramKey.FromClear(KeyAlgorithm.Tdes, k)
                );
                using var master = issuer.DeriveCardKey(card, sequence, how);
                using CryptogramKey used = session ? master.DeriveSessionKey(counter) : master;
                var arqc = new byte[8];
                used.ComputeCryptogram(covered, session ? CryptogramPadding.Bit : CryptogramPadding.Zeros, arqc);
                var answer = new JsonObject { ["arqc"] = ToolOutput.Hex(arqc) };
                if (code is not null)
                {
                    var arpc = new byte[8];
                    used.ComputeAnswer(arqc, code, arpc);
                    answer["arpc"] = ToolOutput.Hex(arpc);
                }
                else if (status is not null)
                {
                    var arpc = new byte[4];
                    used.ComputeAnswer(arqc, status, [], arpc);
                    answer["arpc"] = ToolOutput.Hex(arpc);
                }

                return answer;
            },
            [scheme, key, pan, psn, atc, data, arc, csu, option, parity],
            [
                "guitai tool arqc --scheme cvn10 --key 0123456789ABCDEFFEDCBA9876543210 --pan 1234567890123456 --psn 00 --atc 001C --data 0000000040000000000000000124800004800001241911050152BF45851800001C03A06010 --arc 3030",
                "guitai tool arqc --scheme cvn18 --key 0123456789ABCDEFFEDCBA9876543210 --pan 1234567890123456 --psn 00 --atc 001C --data 0000000040000000000000000124800004800001241911050152BF45851800001C06011203A0B800 --csu 00000000",
            ]
        );
    }
}
