using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>One version of a key as the store holds it; the key is null once it is retired.</summary>
internal sealed record StoredKey(KeyInfo Info, SecretKey? Key);

/// <summary>A first component that waits for its second.</summary>
internal sealed record WaitingComponent(KeyName Name, KeyUse Use, KeyAlgorithm Algorithm, string Custodian, SecretBytes Component);

/// <summary>All that a key file holds, at one moment.</summary>
internal sealed record KeyFileContent(StoredKey[] Keys, WaitingComponent[] Waiting)
{
    public static KeyFileContent Empty { get; } = new([], []);
}
