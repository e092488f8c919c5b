namespace Guitai.Emv.OfflineAuthentication;

// The three ways in which a card shows offline that it is genuine.
internal enum AuthenticationMethod
{
    None,
    Static,
    Dynamic,
    Combined,
}

// What offline data authentication knows of the card.
internal sealed class Authentication
{
    public AuthenticationMethod Method { get; set; }

    /// <summary>The records' signed data, in the order in which they were read.</summary>
    public List<byte> Signed { get; } = [];

    /// <summary>A signed record is no template 70: authentication has failed (EMV Book 3, 10.3).</summary>
    public bool SignedDataBroken { get; set; }

    public RsaKey? IssuerKey { get; set; }

    public RsaKey? CardKey { get; set; }

    public bool Failed { get; set; }

    /// <summary>The cryptogram can be asked for under a signature.</summary>
    public bool CanSignCryptogram => Method == AuthenticationMethod.Combined && !Failed && CardKey is not null;
}
