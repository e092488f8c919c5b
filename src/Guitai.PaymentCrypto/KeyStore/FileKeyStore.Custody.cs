using System.Security.Cryptography;
using Guitai.PaymentCrypto.KeyBlocks;
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
                string.IsNullOrWhiteSpace(custodian)
                || !BoundKeys.Fits(use, algorithm, component.Length)
                || !component.Span.ContainsAnyExcept((byte)0)
                    ? KeyAnswer.Malformed
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
            var answer =
                waiting is null ? KeyAnswer.WrongMoment
                : string.Equals(waiting.Custodian, custodian, StringComparison.OrdinalIgnoreCase) ? KeyAnswer.SamePerson
                : string.IsNullOrWhiteSpace(custodian)
                || component.Length != waiting.Component.Length
                || !component.Span.ContainsAnyExcept((byte)0)
                || CryptographicOperations.FixedTimeEquals(component.Span, waiting.Component.Span)
                    ? KeyAnswer.Malformed
                : KeyAnswer.Ok;
            if (answer is not KeyAnswer.Ok)
            {
                return await RefuseAsync(custodian, "key.loaded", key, answer);
            }

            using var whole = new SecretBytes(component.Span);
            Bytes.Xor(whole.Span, waiting!.Component.Span);
            if (waiting.Algorithm is KeyAlgorithm.Tdes)
            {
                DesParity.MakeOdd(whole.Span);
            }

            var checkValue = KeyCheckValue.Of(waiting.Algorithm, whole.Span);
            if (expectedCheckValue is not null && !checkValue.StartsWith(expectedCheckValue, StringComparison.OrdinalIgnoreCase))
            {
                return await RefuseAsync(custodian, "key.loaded", key, KeyAnswer.WrongCheckValue);
            }

            var people = $"{waiting.Custodian}+{custodian}";
            var load = await AddAsync(key, waiting.Use, waiting.Algorithm, whole, people, custodian, "key.loaded", w => w.Name != key);
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
            var answer = Current<KeyEncryptionKey>(under, out var kek);
            answer =
                answer is not KeyAnswer.Ok ? answer
                : !BoundKeys.Fits(use, KeyAlgorithm.Tdes, encrypted.Length) ? KeyAnswer.Malformed
                : IsOtherUse(key, use) ? KeyAnswer.WrongUse
                : kek!.Decrypt(encrypted.Span, checkValue.Span, clear.Span);
            if (answer is not KeyAnswer.Ok)
            {
                return await RefuseAsync(under.ToString(), "key.received", key, answer);
            }

            using var exact = new SecretBytes(clear.Span[..encrypted.Length]);
            return await AddAsync(key, use, KeyAlgorithm.Tdes, exact, under.ToString(), under.ToString(), "key.received", _ => true);
        });

    /// <inheritdoc/>
    public Task<KeyLoad> ReceiveBlockAsync(KeyName key, KeyUse use, KeyName under, string block) =>
        InTurn(async () =>
        {
            KeyBlockHeader? header = null;
            SecretBytes? clear = null;
            var answer = Current<KeyBlockProtectionKey>(under, out var protection);
            if (answer is KeyAnswer.Ok)
            {
                answer = protection!.UnwrapClear(block, out header, out clear) switch
                {
                    KeyBlockFault.None => KeyAnswer.Ok,
                    KeyBlockFault.Mac => KeyAnswer.Tampered,
                    _ => KeyAnswer.Malformed,
                };
            }

            using (clear)
            {
                var algorithm = header is null ? null : KeyBlockUse.AlgorithmOf(header.Algorithm);
                answer =
                    answer is not KeyAnswer.Ok ? answer
                    : KeyBlockUse.UseOf(header!.Usage) != use || !KeyBlockUse.IsMode(use, header.Mode) || IsOtherUse(key, use)
                        ? KeyAnswer.WrongUse
                    : algorithm is null || !BoundKeys.Fits(use, algorithm.Value, clear!.Length) ? KeyAnswer.Malformed
                    : KeyAnswer.Ok;
                return answer is KeyAnswer.Ok
                    ? await AddAsync(key, use, algorithm!.Value, clear!, under.ToString(), under.ToString(), "key.received", _ => true)
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
            var answer = Current<KeyEncryptionKey>(under, out var kek);
            answer =
                answer is not KeyAnswer.Ok ? answer
                : !BoundKeys.Fits(use, KeyAlgorithm.Tdes, lengthBytes) ? KeyAnswer.Malformed
                : IsOtherUse(key, use) ? KeyAnswer.WrongUse
                : KeyAnswer.Ok;
            if (answer is not KeyAnswer.Ok)
            {
                return await RefuseAsync(under.ToString(), "key.generated", key, answer);
            }

            using var made = new SecretBytes(lengthBytes);
            _random(made.Span);
            DesParity.MakeOdd(made.Span);
            encrypted = new byte[lengthBytes];
            kek!.Encrypt(made.Span, encrypted);
            checkValue = new byte[4];
            KeyCheckValue.EncryptZeros(KeyAlgorithm.Tdes, made.Span, checkValue);
            return await AddAsync(key, use, KeyAlgorithm.Tdes, made, under.ToString(), under.ToString(), "key.generated", _ => true);
        });
        return new KeyIssue(load.Answer, encrypted, checkValue);
    }

    /// <inheritdoc/>
    public Task<KeyLoad> GenerateOwnAsync(KeyName key, KeyUse use, string who) =>
        InTurn(async () =>
        {
            if (use is not (KeyUse.Storage or KeyUse.Lookup) || IsOtherUse(key, use))
            {
                return await RefuseAsync(who, "key.generated", key, KeyAnswer.WrongUse);
            }

            using var made = new SecretBytes(32);
            _random(made.Span);
            return await AddAsync(
                key,
                use,
                use is KeyUse.Storage ? KeyAlgorithm.Aes : KeyAlgorithm.Hmac,
                made,
                who,
                who,
                "key.generated",
                _ => true
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
                }

                return new KeyLoad(answer, "");
            })
        ).Answer;

    private bool IsOtherUse(KeyName key, KeyUse use) => _content.Keys.Any(k => k.Info.Name == key && k.Info.Use != use);

    /// <summary>Adds a version as the current one; the one before overlaps.</summary>
    private async Task<KeyLoad> AddAsync(
        KeyName name,
        KeyUse use,
        KeyAlgorithm algorithm,
        SecretBytes clear,
        string loadedBy,
        string who,
        string what,
        Func<WaitingComponent, bool> stillWaits
    )
    {
        var version = _content.Keys.Where(k => k.Info.Name == name).Select(k => k.Info.Version).DefaultIfEmpty().Max() + 1;
        var key = BoundKeys.Create(use, algorithm, clear.Span);
        var at = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var info = new KeyInfo(name, version, use, algorithm, clear.Length, KeyState.Current, key.CheckValue, at, loadedBy);
        await AuditAsync(who, what, name, version, KeyAnswer.Ok, info.CheckValue);
        var before = _content.Keys.Select(k =>
            k.Info.Name == name && k.Info.State is KeyState.Current ? k with { Info = k.Info with { State = KeyState.Overlapping } } : k
        );
        await CommitAsync(who, new KeyFileContent([.. before, new StoredKey(info, key)], [.. _content.Waiting.Where(stillWaits)]));
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
