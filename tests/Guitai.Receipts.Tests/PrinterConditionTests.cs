namespace Guitai.Receipts.Tests;

public sealed class PrinterConditionTests
{
    [Theory]
    [InlineData(1, 0x12)]
    [InlineData(2, 0x12)]
    [InlineData(3, 0x12)]
    [InlineData(4, 0x12)]
    public void A_printer_in_order_answers_with_the_fixed_bits_alone(int number, byte status) =>
        Assert.Equal(status, PrinterCondition.Ready.StatusByte(number));

    [Theory]
    [InlineData(1, 0x1A)]
    [InlineData(2, 0x32)]
    [InlineData(3, 0x12)]
    [InlineData(4, 0x72)]
    public void A_printer_without_paper_says_so(int number, byte status) =>
        Assert.Equal(status, new PrinterCondition(PaperOut: true).StatusByte(number));

    [Fact]
    public void Every_condition_is_read_back_from_its_four_bytes()
    {
        for (var bits = 0; bits < 32; bits++)
        {
            var condition = new PrinterCondition((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0);
            PrinterCondition? read = PrinterCondition.Ready;
            for (var number = 1; number <= 4; number++)
            {
                read = read?.WithStatus(number, condition.StatusByte(number));
            }

            Assert.Equal(condition, read);
        }
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    [InlineData(0x13)]
    public void A_byte_without_the_fixed_bits_is_no_status(byte status) => Assert.Null(PrinterCondition.Ready.WithStatus(1, status));
}
