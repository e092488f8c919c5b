namespace Guitai.Emv.Parameters;

/// <summary>What was downloaded, and what the kernel may ask about a card.</summary>
/// <param name="Applications">In the terminal's order.</param>
/// <param name="Keys">Certification authorities' keys.</param>
public sealed record KernelParameters(IReadOnlyList<ApplicationParameters> Applications, IReadOnlyList<CaKey> Keys)
{
    /// <summary>Issuers' certificates that are no longer good.</summary>
    public IReadOnlyCollection<RevokedCertificate> Revoked { get; init; } = [];

    /// <summary>True when a card (its digits, and its sequence number or −1) is on the exception file (EMV Book 3, 10.6.1).</summary>
    public Func<string, int, bool> IsOnExceptionFile { get; init; } = (_, _) => false;

    /// <summary>What the card (its digits, and its sequence number or −1) has had approved offline since the terminal last went online with it; minor units.</summary>
    public Func<string, int, long> EarlierAmount { get; init; } = (_, _) => 0;
}

/// <summary>One issuer certificate that its authority has withdrawn (EMV Book 2, 5.1).</summary>
/// <param name="Rid">The provider.</param>
/// <param name="Index">Its key's number.</param>
/// <param name="Serial">The certificate's serial number, three bytes as a number.</param>
public readonly record struct RevokedCertificate(Rid Rid, byte Index, int Serial);
