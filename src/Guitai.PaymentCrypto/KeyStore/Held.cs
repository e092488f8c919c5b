namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>A key that is not wiped while an operation works with it; or why there is none.</summary>
internal readonly struct Held<TKey>(KeyAnswer answer, TKey? key, KeyUse use = default, int version = 0, bool exportable = false)
    : IDisposable
    where TKey : SecretKey
{
    public KeyAnswer Answer => answer;

    /// <summary>Null unless the answer is ok.</summary>
    public TKey? Key => key;

    public KeyUse Use => use;

    public int Version => version;

    public bool Exportable => exportable;

    public void Dispose() => key?.Release();
}
