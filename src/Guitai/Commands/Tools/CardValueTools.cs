using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Guitai.PaymentCrypto;
using Guitai.PaymentCrypto.CardValues;
using Guitai.PaymentCrypto.PinBlocks;

namespace Guitai.Commands.Tools;

/// <summary><c>guitai tool cvv</c>: the values on stripe, back and chip of a card.</summary>
internal static class CvvTool
{
    public static Command Make()
    {
        var key = ToolInput.Required("--key", "Card verification keys A and B, 16 bytes");
        var pan = ToolInput.Required("--pan", "The card number");
        var expiry = ToolInput.Required("--expiry", "YYMM, or as the issuer orders it");
        var service = ToolInput.Required("--service", "Service code: the card's for CVV, 000 for CVV2, 999 for iCVV");
        var parity = KeyInput.Parity();
        return new ToolAction(
            "cvv",
            "CVV, CVV2 and iCVV",
            parsed =>
            {
                var card = ToolInput.Digits("--pan", parsed.Text(pan), 12, 19);
                var date = ToolInput.Digits("--expiry", parsed.Text(expiry), 4, 4);
                var code = ToolInput.Digits("--service", parsed.Text(service), 3, 3);
                using var made = KeyInput.Use(
                    parsed.Key(key, KeyAlgorithm.Tdes, parity, 16),
                    k => CardVerificationKey.FromClear(KeyAlgorithm.Tdes, k)
                );
                var value = new char[3];
                made.Compute(card, date, code, value);
                return new JsonObject { ["cvv"] = new string(value) };
            },
            [key, pan, expiry, service, parity],
            ["guitai tool cvv --key 0123456789ABCDEFFEDCBA9876543210 --pan 4123456789012345 --expiry 8701 --service 101"]
        );
    }
}

/// <summary><c>guitai tool pvv</c>: PIN verification values.</summary>
internal static class PvvTool
{
    public static Command Make()
    {
        var key = ToolInput.Required("--key", "PIN verification key, 16 bytes");
        var pan = ToolInput.Required("--pan", "The card number");
        var pin = ToolInput.Required("--pin", "The PIN");
        var index = ToolInput.Optional("--pvki", "Key index, 0 to 9. Default 1");
        var parity = KeyInput.Parity();
        return new ToolAction(
            "pvv",
            "Visa's PIN verification value",
            parsed =>
            {
                var card = ToolInput.Digits("--pan", parsed.Text(pan), 12, 19);
                var digits = ToolInput.Digits("--pin", parsed.Text(pin), 4, 12);
                var place = int.Parse(ToolInput.Digits("--pvki", parsed.OptionalText(index) ?? "1", 1, 1), CultureInfo.InvariantCulture);
                using var made = KeyInput.Use(
                    parsed.Key(key, KeyAlgorithm.Tdes, parity, 16),
                    k => PinVerificationKey.FromClear(KeyAlgorithm.Tdes, k)
                );
                var clear = ClearPin.From(digits);
                var pvv = new char[4];
                made.Compute(card, place, ref clear, pvv);
                clear.Dispose();
                return new JsonObject { ["pvv"] = new string(pvv) };
            },
            [key, pan, pin, index, parity],
            ["guitai tool pvv --key 0123456789ABCDEFFEDCBA9876543210 --pan 4321000000001234 --pin 1234 --pvki 1"]
        );
    }
}
