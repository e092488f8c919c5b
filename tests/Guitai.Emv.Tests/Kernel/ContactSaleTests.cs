using Guitai.Emv.Kernel;

namespace Guitai.Emv.Tests.Kernel;

/// <summary>Whole sales on the contact reader, from the directory to the outcome.</summary>
public sealed class ContactSaleTests
{
    [Fact]
    public void A_sale_with_DDA_goes_online_and_is_approved()
    {
        var script = new Script().UpToRecords().Dynamic().First("80", "0000008000").Host().Second("40", "00", "0000008000");
        var result = script.Play();
        Assert.Equal((TransactionOutcome.Approved, EndReason.None), (result.Outcome, result.Reason));
        Assert.True(result.WentOnline);
        Assert.False(result.ReversalWanted);
        Assert.Equal(("0000008000", "E800"), (result.Tvr, result.Tsi));
        Assert.Equal((Script.Tc, "TC"), (result.Cryptogram, result.CryptogramName));
    }
}
