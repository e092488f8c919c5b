namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>Which version of a key an operation takes.</summary>
public sealed partial class FileKeyStore
{
    private static bool IsLive(StoredKey stored, KeyName name) => stored.Key is not null && stored.Info.Name == name;

    private KeyAnswer Current<TKey>(KeyName name, out TKey? key)
        where TKey : SecretKey => Current(name, out key, out _);

    private KeyAnswer Current<TKey>(KeyName name, out TKey? key, out int version)
        where TKey : SecretKey
    {
        key = null;
        version = 0;
        var keys = Volatile.Read(ref _content).Keys;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (IsLive(keys[i], name) && keys[i].Info.State is KeyState.Current)
            {
                key = keys[i].Key as TKey;
                version = keys[i].Info.Version;
                return key is null ? KeyAnswer.WrongUse : KeyAnswer.Ok;
            }
        }

        return KeyAnswer.UnknownKey;
    }

    private KeyAnswer Version<TKey>(KeyName name, int version, out TKey? key)
        where TKey : SecretKey
    {
        key = null;
        foreach (var stored in Volatile.Read(ref _content).Keys)
        {
            if (IsLive(stored, name) && stored.Info.Version == version)
            {
                key = stored.Key as TKey;
                return key is null ? KeyAnswer.WrongUse : KeyAnswer.Ok;
            }
        }

        return KeyAnswer.UnknownKey;
    }

    /// <summary>The newest living version, the one before it, and so on; says wrong use where the name is another kind's.</summary>
    private bool TryVersion<TKey>(KeyName name, int back, ref KeyAnswer answer, out TKey? key)
        where TKey : SecretKey
    {
        key = null;
        var keys = Volatile.Read(ref _content).Keys;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (!IsLive(keys[i], name) || back-- > 0)
            {
                continue;
            }

            key = keys[i].Key as TKey;
            if (key is null)
            {
                answer = KeyAnswer.WrongUse;
            }

            return key is not null;
        }

        return false;
    }
}
