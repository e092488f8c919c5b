using Guitai.Sandbox.Cards.Chip;
using Guitai.Sandbox.Cards.Chip.Files;

namespace Guitai.Sandbox.Tests.Chip;

/// <summary>Whatever a terminal sends, in whatever order, a chip answers with a status word and stays itself.</summary>
public sealed class HostileTerminalTests : IDisposable
{
    private static readonly string[] s_sensible =
    [
        "00A404000E315041592E5359532E444446303100",
        "00A404000E325041592E5359532E444446303100",
        "00A4040008A00000033301010100",
        "00B2010C00",
        "00B2021400",
        "80A8000002830000",
        "80CA9F3600",
        "0084000000",
        "0020008008240000FFFFFFFFFF",
        "00880000040102030400",
        "008200000A00112233445566773030",
        "84240000080011223344556677",
        "00C0000000",
        ChipTerminal.Cryptogram(0x80, ChipTerminal.Values()),
        ChipTerminal.Cryptogram(0x50, "3030" + ChipTerminal.Values()),
        "80A80000448342" + "26000000" + ChipTerminal.Values() + "00",
    ];

    private readonly TestChips _chips = new();

    public void Dispose() => _chips.Dispose();

    [Theory]
    [InlineData("dual", CardSides.Contact)]
    [InlineData("dual", CardSides.Contactless)]
    [InlineData("contact-t0", CardSides.Contact)]
    [InlineData("many-applications", CardSides.Contact)]
    [InlineData("tap-offline", CardSides.Contactless)]
    [InlineData("long-pdol", CardSides.Contact)]
    public void Every_command_is_answered(string file, CardSides side)
    {
        var random = new Random(20);
        var chip = _chips.Make(file);
        chip.Power(side);
        for (var time = 0; time < 4_000; time++)
        {
            var command = Convert.FromHexString(s_sensible[random.Next(s_sensible.Length)]);
            var kind = random.Next(4);
            if (kind == 1)
            {
                command[random.Next(command.Length)] = (byte)random.Next(256);
            }
            else if (kind == 2)
            {
                command = command[..random.Next(command.Length)];
            }
            else if (kind == 3 && random.Next(10) == 0)
            {
                command = new byte[random.Next(262)];
                random.NextBytes(command);
            }

            var answer = chip.Answer(command);
            Assert.InRange(answer.Length, 2, 258);
            Assert.InRange(answer[^2], 0x61, 0x90);
            if (random.Next(60) == 0)
            {
                chip.Power(side);
            }
        }

        Assert.All(chip.Applications, a => Assert.InRange(a.Facts.PinTries, 0, 3));
    }
}
