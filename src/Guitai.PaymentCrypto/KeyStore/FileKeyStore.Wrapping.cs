using System.Text;
using Guitai.PaymentCrypto.KeyBlocks;
using Guitai.PaymentCrypto.Primitives;

namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>Keys that are wrapped for the caller's database instead of kept in the file.</summary>
public sealed partial class FileKeyStore
{
    /// <inheritdoc/>
    public async Task<WorkingKeys> IssueAsync(KeyRef under, string owner, params IReadOnlyList<KeyOrder> orders)
    {
        var issued = new List<WorkingKey>(orders.Count);
        var answer = Issue(under, owner, orders, issued);
        var uses = string.Join('+', orders.Select(o => Code(o.Use)));
        await AuditAsync(under.ToString(), "key.issued", $"{owner}:{uses}", answer, "");
        return answer is KeyAnswer.Ok ? new WorkingKeys(answer, issued) : new WorkingKeys(answer, []);
    }

    /// <inheritdoc/>
    public async Task<WrappedLoad> BeginWrapAsync(
        string owner,
        KeyUse use,
        KeyAlgorithm algorithm,
        string custodian,
        ReadOnlyMemory<byte> component
    )
    {
        WrappedKey? wrapped = null;
        var answer =
            !IsOwner(owner) || !IsOwner(custodian) || BoundKeys.IsOwn(use) || !IsComponent(custodian, use, algorithm, component.Span)
                ? KeyAnswer.Malformed
                : Wrap(WrappedKind.Component, use, algorithm, true, owner, custodian, component.Span, out wrapped);
        var shown = answer is KeyAnswer.Ok ? KeyCheckValue.Of(algorithm, component.Span) : "";
        await AuditAsync(custodian, "key.component", $"{owner}:{Code(use)}", answer, shown);
        return new WrappedLoad(answer, wrapped, shown);
    }

    /// <inheritdoc/>
    public async Task<WrappedLoad> CompleteWrapAsync(
        WrappedKey waiting,
        string owner,
        string custodian,
        ReadOnlyMemory<byte> component,
        string? expectedCheckValue = null
    )
    {
        WrappedKey? wrapped = null;
        var shown = "";
        using var whole = new SecretBytes(component.Span);
        using var first = new SecretBytes(waiting.LengthBytes);
        var answer = !waiting.IsComponent || !IsOwner(owner) ? KeyAnswer.WrongMoment : OpenWrapped(waiting, owner, first.Span);
        if (answer is KeyAnswer.Ok)
        {
            answer = Join(waiting.Algorithm, waiting.Custodian, first.Span, custodian, whole.Span, expectedCheckValue);
        }

        if (answer is KeyAnswer.Ok)
        {
            shown = KeyCheckValue.Of(waiting.Algorithm, whole.Span);
            answer = Wrap(WrappedKind.Key, waiting.Use, waiting.Algorithm, true, owner, "", whole.Span, out wrapped);
        }

        await AuditAsync(custodian, "key.loaded", $"{owner}:{Code(waiting.Use)}", answer, shown);
        return new WrappedLoad(answer, wrapped, shown);
    }

    /// <inheritdoc/>
    public async Task<WrappedLoad> WrapBlockAsync(string owner, KeyUse use, KeyRef under, string block)
    {
        WrappedKey? wrapped = null;
        var shown = "";
        var answer = OpenBlock(use, under, block, out var algorithm, out var exportable, out var clear);
        using (clear)
        {
            if (answer is KeyAnswer.Ok)
            {
                answer =
                    !IsOwner(owner) || BoundKeys.IsOwn(use)
                        ? KeyAnswer.Malformed
                        : Wrap(WrappedKind.Key, use, algorithm, exportable, owner, "", clear!.Span, out wrapped);
                shown = answer is KeyAnswer.Ok ? KeyCheckValue.Of(algorithm, clear!.Span) : "";
            }
        }

        await AuditAsync(under.ToString(), "key.received", $"{owner}:{Code(use)}", answer, shown);
        return new WrappedLoad(answer, wrapped, shown);
    }

    /// <inheritdoc/>
    public KeyAnswer Rewrap(WrappedKey key, string owner, out WrappedKey? renewed)
    {
        renewed = null;
        if (!IsOwner(owner))
        {
            return KeyAnswer.Malformed;
        }

        using var clear = new SecretBytes(key.LengthBytes);
        var answer = OpenWrapped(key, owner, clear.Span);
        var kind = key.IsComponent ? WrappedKind.Component : WrappedKind.Key;
        return answer is KeyAnswer.Ok
            ? Wrap(kind, key.Use, key.Algorithm, key.Exportable, owner, key.Custodian, clear.Span, out renewed)
            : answer;
    }

    /// <inheritdoc/>
    public void Forget(WrappedKey key) => _cache.Forget(key);

    /// <inheritdoc/>
    public async Task<KeyExport> ExportAsync(KeyRef key, KeyRef under, string who, char exportability = 'N')
    {
        var answer = Export(key, under, exportability, out var block, out var shown);
        await AuditAsync(who, "key.exported", $"{key}>{under}", answer, shown);
        return new KeyExport(answer, block);
    }

    private KeyAnswer Issue(KeyRef under, string owner, IReadOnlyList<KeyOrder> orders, List<WorkingKey> issued)
    {
        if (
            !IsOwner(owner)
            || (under.Wrapped is not null && !string.Equals(under.Owner, owner, StringComparison.Ordinal))
            || orders.Count == 0
            || orders.Any(o => BoundKeys.IsOwn(o.Use) || !BoundKeys.Fits(o.Use, KeyAlgorithm.Tdes, o.LengthBytes))
        )
        {
            return KeyAnswer.Malformed;
        }

        using var kek = Current<KeyEncryptionKey>(under);
        if (kek.Key is null)
        {
            return kek.Answer;
        }

        foreach (var order in orders)
        {
            using var made = MakeUnder(kek.Key, order.LengthBytes, out var encrypted, out var checkValue);
            var answer = Wrap(WrappedKind.Key, order.Use, KeyAlgorithm.Tdes, false, owner, "", made.Span, out var wrapped);
            if (answer is not KeyAnswer.Ok)
            {
                return answer;
            }

            issued.Add(new WorkingKey(wrapped!, encrypted, checkValue));
        }

        return KeyAnswer.Ok;
    }

    private KeyAnswer Export(KeyRef key, KeyRef under, char exportability, out string block, out string shown)
    {
        block = "";
        shown = "";
        using var protection = Current<KeyBlockProtectionKey>(under);
        using var held = Current<SecretKey>(key);
        if (protection.Key is null || held.Key is null)
        {
            return protection.Key is null ? protection.Answer : held.Answer;
        }

        if (exportability is not ('E' or 'N' or 'S'))
        {
            return KeyAnswer.Malformed;
        }

        if (!held.Exportable || BoundKeys.IsOwn(held.Use) || Strength(protection.Key) < Strength(held.Key))
        {
            return KeyAnswer.NotExportable;
        }

        var header = new KeyBlockHeader(
            protection.Key.WrittenVersion,
            KeyBlockUse.CodeOf(held.Use),
            KeyBlockUse.CodeOf(held.Key.Algorithm),
            KeyBlockUse.WidestMode(held.Use),
            "00",
            exportability
        );
        block = protection.Key.WrapClear(header, held.Key.Material, _random);
        shown = held.Key.CheckValue;
        return KeyAnswer.Ok;
    }

    /// <summary>A new random key, in clear only for the caller, who disposes it.</summary>
    private SecretBytes MakeUnder(KeyEncryptionKey kek, int lengthBytes, out byte[] encrypted, out byte[] checkValue)
    {
        var made = new SecretBytes(lengthBytes);
        _random(made.Span);
        DesParity.MakeOdd(made.Span);
        encrypted = new byte[lengthBytes];
        kek.Encrypt(made.Span, encrypted);
        checkValue = new byte[4];
        KeyCheckValue.EncryptZeros(KeyAlgorithm.Tdes, made.Span, checkValue);
        return made;
    }

    private KeyAnswer Wrap(
        WrappedKind kind,
        KeyUse use,
        KeyAlgorithm algorithm,
        bool exportable,
        string owner,
        string custodian,
        ReadOnlySpan<byte> clear,
        out WrappedKey? wrapped
    )
    {
        using var held = Current<WrappingKey>(IKeyWrapping.WrappingKey);
        var begun = held.Key is null ? null : WrappedKey.Begin(kind, use, algorithm, exportable, held.Version, clear.Length, custodian);
        wrapped = held.Key?.Wrap(begun!, owner, clear, _random);
        return held.Answer;
    }

    private KeyAnswer OpenWrapped(WrappedKey wrapped, string owner, Span<byte> clear)
    {
        using var held = Version<WrappingKey>(IKeyWrapping.WrappingKey, wrapped.WrappingVersion);
        return held.Key is null ? held.Answer
            : held.Key.TryUnwrap(wrapped, owner, clear) ? KeyAnswer.Ok
            : KeyAnswer.Tampered;
    }

    /// <summary>Takes a key of that use out of a block; the caller disposes it.</summary>
    private KeyAnswer OpenBlock(
        KeyUse use,
        KeyRef under,
        string block,
        out KeyAlgorithm algorithm,
        out bool exportable,
        out SecretBytes? clear
    )
    {
        algorithm = default;
        exportable = false;
        clear = null;
        using var protection = Current<KeyBlockProtectionKey>(under);
        if (protection.Key is null)
        {
            return protection.Answer;
        }

        var fault = protection.Key.UnwrapClear(block, out var header, out clear);
        if (fault is not KeyBlockFault.None)
        {
            return fault is KeyBlockFault.Mac ? KeyAnswer.Tampered : KeyAnswer.Malformed;
        }

        if (KeyBlockUse.UseOf(header!.Usage) != use || !KeyBlockUse.IsMode(use, header.Mode))
        {
            return KeyAnswer.WrongUse;
        }

        exportable = header.Exportability is 'E' or 'S';
        algorithm = KeyBlockUse.AlgorithmOf(header.Algorithm).GetValueOrDefault();
        return BoundKeys.Fits(use, algorithm, clear!.Length) ? KeyAnswer.Ok : KeyAnswer.Malformed;
    }

    private static bool IsOwner(string? name) =>
        !string.IsNullOrWhiteSpace(name)
        && name.Length <= WrappedKey.LongestName
        && Encoding.UTF8.GetByteCount(name) <= WrappedKey.LongestName;

    /// <summary>Bits of security (NIST SP 800-57-1 rev. 5, table 2; two-key triple-DES as SP 800-131A has it).</summary>
    private static int Strength(SecretKey key) =>
        (key.Algorithm, key.LengthBytes) switch
        {
            (KeyAlgorithm.Tdes, 8) => 56,
            (KeyAlgorithm.Tdes, 16) => 80,
            (KeyAlgorithm.Tdes, _) => 112,
            var (_, length) => length * 8,
        };

    private Task AuditAsync(string who, string what, string target, KeyAnswer answer, string checkValue) =>
        _audit.WriteAsync(new KeyAuditEntry(who, what, target, Code(answer), checkValue));
}
