using System.Security.Cryptography;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>How keys come in, are rotated and retired.</summary>
public sealed partial class FileKeyStore
{
    /// <inheritdoc/>
    public Task<KeyLoad> BeginLoadAsync(
        KeyName key,
        KeyUse use,
        KeyAlgorithm algorithm,
        string custodian,
        ReadOnlyMemory<byte> component
    ) =>
        InTurn(async () =>
        {
            var answer =
                !IsComponent(custodian, use, algorithm, component.Span) ? KeyAnswer.Malformed
                : IsOtherUse(key, use) ? KeyAnswer.WrongUse
                : _content.Waiting.Any(w => w.Name == key) ? KeyAnswer.WrongMoment
                : KeyAnswer.Ok;
            var shown = answer is KeyAnswer.Ok ? KeyCheckValue.Of(algorithm, component.Span) : "";
            await AuditAsync(custodian, "key.component", key, 0, answer, shown);
            if (answer is KeyAnswer.Ok)
            {
                var waiting = new WaitingComponent(key, use, algorithm, custodian, new SecretBytes(component.Span));
                await CommitAsync(custodian, _content with { Waiting = [.. _content.Waiting, waiting] });
            }

            return new KeyLoad(answer, shown);
        });

    /// <inheritdoc/>
    public Task<KeyLoad> CompleteLoadAsync(
        KeyName key,
        string custodian,
        ReadOnlyMemory<byte> component,
        string? expectedCheckValue = null
    ) =>
        InTurn(async () =>
        {
            var waiting = _content.Waiting.FirstOrDefault(w => w.Name == key);
            using var whole = new SecretBytes(component.Span);
            var answer = waiting is null
                ? KeyAnswer.WrongMoment
                : Join(waiting.Algorithm, waiting.Custodian, waiting.Component.Span, custodian, whole.Span, expectedCheckValue);
            if (answer is not KeyAnswer.Ok)
            {
                return await RefuseAsync(custodian, "key.loaded", key, answer);
            }

            var people = $"{waiting!.Custodian}+{custodian}";
            var load = await AddAsync(
                key,
                waiting.Use,
                waiting.Algorithm,
                whole,
                people,
                custodian,
                "key.loaded",
                exportable: true,
                endsWaiting: true
            );
            waiting.Component.Dispose();
            return load;
        });

    /// <inheritdoc/>
    public async Task<KeyAnswer> AbandonLoadAsync(KeyName key, string who) =>
        (
            await InTurn(async () =>
            {
                var waiting = _content.Waiting.FirstOrDefault(w => w.Name == key);
                var answer = waiting is null ? KeyAnswer.WrongMoment : KeyAnswer.Ok;
                await AuditAsync(who, "key.abandoned", key, 0, answer, "");
                if (waiting is not null)
                {
                    await CommitAsync(who, _content with { Waiting = [.. _content.Waiting.Where(w => w.Name != key)] });
                    waiting.Component.Dispose();
                }

                return new KeyLoad(answer, "");
            })
        ).Answer;

    /// <inheritdoc/>
    public Task<KeyLoad> ReceiveAsync(
        KeyName key,
        KeyUse use,
        KeyName under,
        ReadOnlyMemory<byte> encrypted,
        ReadOnlyMemory<byte> checkValue
    ) =>
        InTurn(async () =>
        {
            using var clear = new SecretBytes(24);
            using var kek = Current<KeyEncryptionKey>(under);
            var answer =
                kek.Key is null ? kek.Answer
                : !BoundKeys.Fits(use, KeyAlgorithm.Tdes, encrypted.Length) ? KeyAnswer.Malformed
                : IsOtherUse(key, use) ? KeyAnswer.WrongUse
                : kek.Key.Decrypt(encrypted.Span, checkValue.Span, clear.Span);
            if (answer is not KeyAnswer.Ok)
            {
                return await RefuseAsync(under.ToString(), "key.received", key, answer);
            }

            using var exact = new SecretBytes(clear.Span[..encrypted.Length]);
            return await AddAsync(
                key,
                use,
                KeyAlgorithm.Tdes,
                exact,
                under.ToString(),
                under.ToString(),
                "key.received",
                exportable: false
            );
        });

    /// <inheritdoc/>
    public Task<KeyLoad> ReceiveBlockAsync(KeyName key, KeyUse use, KeyName under, string block) =>
        InTurn(async () =>
        {
            var answer = OpenBlock(use, under, block, out var algorithm, out var exportable, out var clear);
            using (clear)
            {
                answer = answer is KeyAnswer.Ok && IsOtherUse(key, use) ? KeyAnswer.WrongUse : answer;
                return answer is KeyAnswer.Ok
                    ? await AddAsync(key, use, algorithm, clear!, under.ToString(), under.ToString(), "key.received", exportable)
                    : await RefuseAsync(under.ToString(), "key.received", key, answer);
            }
        });

    /// <inheritdoc/>
    public async Task<KeyIssue> GenerateAsync(KeyName key, KeyUse use, int lengthBytes, KeyName under)
    {
        byte[] encrypted = [];
        byte[] checkValue = [];
        var load = await InTurn(async () =>
        {
            using var kek = Current<KeyEncryptionKey>(under);
            var answer =
                kek.Key is null ? kek.Answer
                : !BoundKeys.Fits(use, KeyAlgorithm.Tdes, lengthBytes) ? KeyAnswer.Malformed
                : IsOtherUse(key, use) ? KeyAnswer.WrongUse
                : KeyAnswer.Ok;
            if (answer is not KeyAnswer.Ok)
            {
                return await RefuseAsync(under.ToString(), "key.generated", key, answer);
            }

            using var made = MakeUnder(kek.Key!, lengthBytes, out encrypted, out checkValue);
            return await AddAsync(key, use, KeyAlgorithm.Tdes, made, under.ToString(), under.ToString(), "key.generated", exportable: true);
        });
        return new KeyIssue(load.Answer, encrypted, checkValue);
    }

    /// <inheritdoc/>
    public Task<KeyLoad> GenerateOwnAsync(KeyName key, KeyUse use, string who) =>
        InTurn(async () =>
        {
            if (!BoundKeys.IsOwn(use) || IsOtherUse(key, use))
            {
                return await RefuseAsync(who, "key.generated", key, KeyAnswer.WrongUse);
            }

            using var made = new SecretBytes(32);
            _random(made.Span);
            return await AddAsync(
                key,
                use,
                use is KeyUse.Lookup ? KeyAlgorithm.Hmac : KeyAlgorithm.Aes,
                made,
                who,
                who,
                "key.generated",
                exportable: false
            );
        });

    /// <inheritdoc/>
    public async Task<KeyAnswer> RetireAsync(KeyName key, int version, string who) =>
        (
            await InTurn(async () =>
            {
                var place = Array.FindIndex(_content.Keys, k => IsLive(k, key) && k.Info.Version == version);
                var answer = place < 0 ? KeyAnswer.UnknownKey : KeyAnswer.Ok;
                await AuditAsync(who, "key.retired", key, version, answer, place < 0 ? "" : _content.Keys[place].Info.CheckValue);
                if (place >= 0)
                {
                    var retired = _content.Keys[place];
                    var keys = _content.Keys.ToArray();
                    keys[place] = new StoredKey(retired.Info with { State = KeyState.Retired }, null);
                    await CommitAsync(who, _content with { Keys = keys });
                    retired.Key!.Dispose();
                    if (key == IKeyWrapping.WrappingKey)
                    {
                        _cache.Clear(version);
                    }
                }

                return new KeyLoad(answer, "");
            })
        ).Answer;

    private bool IsOtherUse(KeyName key, KeyUse use) =>
        key == IKeyWrapping.WrappingKey != use is KeyUse.Wrapping || _content.Keys.Any(k => k.Info.Name == key && k.Info.Use != use);

    private static bool IsComponent(string custodian, KeyUse use, KeyAlgorithm algorithm, ReadOnlySpan<byte> component) =>
        !string.IsNullOrWhiteSpace(custodian) && BoundKeys.Fits(use, algorithm, component.Length) && component.ContainsAnyExcept((byte)0);

    /// <summary>Makes the key out of two people's components; the second one's room becomes the key.</summary>
    private static KeyAnswer Join(
        KeyAlgorithm algorithm,
        string firstCustodian,
        ReadOnlySpan<byte> first,
        string custodian,
        Span<byte> second,
        string? expectedCheckValue
    )
    {
        if (string.Equals(firstCustodian, custodian, StringComparison.OrdinalIgnoreCase))
        {
            return KeyAnswer.SamePerson;
        }

        if (
            string.IsNullOrWhiteSpace(custodian)
            || second.Length != first.Length
            || !second.ContainsAnyExcept((byte)0)
            || CryptographicOperations.FixedTimeEquals(second, first)
        )
        {
            return KeyAnswer.Malformed;
        }

        Bytes.Xor(second, first);
        if (algorithm is KeyAlgorithm.Tdes)
        {
            DesParity.MakeOdd(second);
        }

        return
            expectedCheckValue is null
            || (
                expectedCheckValue.Length >= 4
                && KeyCheckValue.Of(algorithm, second).StartsWith(expectedCheckValue, StringComparison.OrdinalIgnoreCase)
            )
            ? KeyAnswer.Ok
            : KeyAnswer.WrongCheckValue;
    }

    /// <summary>Adds a version as the current one; the one before overlaps.</summary>
    private async Task<KeyLoad> AddAsync(
        KeyName name,
        KeyUse use,
        KeyAlgorithm algorithm,
        SecretBytes clear,
        string loadedBy,
        string who,
        string what,
        bool exportable,
        bool endsWaiting = false
    )
    {
        var version = _content.Keys.Where(k => k.Info.Name == name).Select(k => k.Info.Version).DefaultIfEmpty().Max() + 1;
        var key = BoundKeys.Create(use, algorithm, clear.Span);
        var at = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var info = new KeyInfo(name, version, use, algorithm, clear.Length, KeyState.Current, key.CheckValue, at, loadedBy, exportable);
        await AuditAsync(who, what, name, version, KeyAnswer.Ok, info.CheckValue);
        var before = _content.Keys.Select(k =>
            k.Info.Name == name && k.Info.State is KeyState.Current ? k with { Info = k.Info with { State = KeyState.Overlapping } } : k
        );
        var waiting = _content.Waiting.Where(w => !endsWaiting || w.Name != name);
        await CommitAsync(who, new KeyFileContent([.. before, new StoredKey(info, key)], [.. waiting]));
        return new KeyLoad(KeyAnswer.Ok, info.CheckValue);
    }

    private async Task<KeyLoad> RefuseAsync(string who, string what, KeyName name, KeyAnswer answer)
    {
        await AuditAsync(who, what, name, 0, answer, "");
        return new KeyLoad(answer, "");
    }

    private Task AuditAsync(string who, string what, KeyName name, int version, KeyAnswer answer, string checkValue) =>
        _audit.WriteAsync(new KeyAuditEntry(who, what, version == 0 ? $"{name}" : $"{name}/{version}", Code(answer), checkValue));

    /// <summary>On disk first, then in memory. A disk that refuses is audited too, and stops whoever called.</summary>
    private async Task CommitAsync(string who, KeyFileContent content)
    {
        try
        {
            _file.Replace(content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await _audit.WriteAsync(new KeyAuditEntry(who, "keystore.write", "", "failed", ""));
            throw;
        }

        Volatile.Write(ref _content, content);
    }

    private async Task<KeyLoad> InTurn(Func<Task<KeyLoad>> step)
    {
        await _turn.WaitAsync();
        try
        {
            return await step();
        }
        finally
        {
            _turn.Release();
        }
    }
}
