using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>Which key, and which version of it, an operation takes.</summary>
public sealed partial class FileKeyStore
{
    private static bool IsLive(StoredKey stored, KeyName name) => stored.Key is not null && stored.Info.Name == name;

    private static Held<TKey> Hold<TKey>(StoredKey stored)
        where TKey : SecretKey =>
        stored.Key is not TKey key ? new(KeyAnswer.WrongUse, null)
        : !key.TryHold() ? new(KeyAnswer.UnknownKey, null)
        : new(KeyAnswer.Ok, key, stored.Info.Use, stored.Info.Version, stored.Info.Exportable);

    /// <summary>The current version, or the wrapped key. The caller disposes what it holds.</summary>
    private Held<TKey> Current<TKey>(KeyRef key)
        where TKey : SecretKey
    {
        if (key.Wrapped is { } wrapped)
        {
            return Unwrap<TKey>(wrapped, key.Owner);
        }

        var keys = Volatile.Read(ref _content).Keys;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (IsLive(keys[i], key.Name) && keys[i].Info.State is KeyState.Current)
            {
                return Hold<TKey>(keys[i]);
            }
        }

        return new(KeyAnswer.UnknownKey, null);
    }

    private Held<TKey> Version<TKey>(KeyName name, int version)
        where TKey : SecretKey
    {
        foreach (var stored in Volatile.Read(ref _content).Keys)
        {
            if (stored.Info.Version == version && IsLive(stored, name))
            {
                return Hold<TKey>(stored);
            }
        }

        return new(KeyAnswer.UnknownKey, null);
    }

    /// <summary>The newest living version, the one before it, and so on; says wrong use where the name is another kind's. A wrapped key has one version only.</summary>
    private bool TryVersion<TKey>(KeyRef key, int back, ref KeyAnswer answer, out Held<TKey> held)
        where TKey : SecretKey
    {
        if (key.Wrapped is { } wrapped)
        {
            held = back == 0 ? Unwrap<TKey>(wrapped, key.Owner) : new(KeyAnswer.UnknownKey, null);
            answer = back == 0 ? held.Answer : answer;
            return held.Answer is KeyAnswer.Ok;
        }

        var keys = Volatile.Read(ref _content).Keys;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (!IsLive(keys[i], key.Name) || back-- > 0)
            {
                continue;
            }

            held = Hold<TKey>(keys[i]);
            if (held.Answer is not KeyAnswer.Ok)
            {
                answer = held.Answer;
            }

            return held.Answer is KeyAnswer.Ok;
        }

        held = new(KeyAnswer.UnknownKey, null);
        return false;
    }

    private Held<TKey> Unwrap<TKey>(WrappedKey wrapped, string? owner)
        where TKey : SecretKey
    {
        if (!IsOwner(owner) || wrapped.IsComponent)
        {
            return new(KeyAnswer.Malformed, null);
        }

        var key = _cache.TryHold(wrapped, owner!);
        if (key is null)
        {
            using var clear = new SecretBytes(wrapped.LengthBytes);
            var answer = OpenWrapped(wrapped, owner!, clear.Span);
            if (answer is not KeyAnswer.Ok)
            {
                return new(answer, null);
            }

            key = BoundKeys.Create(wrapped.Use, wrapped.Algorithm, clear.Span);
            key.TryHold();
            _cache.Add(wrapped, owner!, key, IsWrappingVersion);
        }

        if (key is TKey right)
        {
            return new(KeyAnswer.Ok, right, wrapped.Use, 0, wrapped.Exportable);
        }

        key.Release();
        return new(KeyAnswer.WrongUse, null);
    }

    private bool IsWrappingVersion(int version) =>
        Volatile.Read(ref _content).Keys.Any(k => k.Info.Version == version && IsLive(k, IKeyWrapping.WrappingKey));
}
