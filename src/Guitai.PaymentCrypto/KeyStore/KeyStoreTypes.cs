namespace Guitai.PaymentCrypto.KeyStore;

/// <summary>Names a key in a store: lower-case letters, digits, dots and hyphens, 1 to 64 of them.</summary>
public readonly record struct KeyName
{
    private readonly string? _text;

    /// <param name="text">The name.</param>
    /// <exception cref="ArgumentException">Other characters, or none, or more than 64.</exception>
    public KeyName(string text)
    {
        if (text is null or { Length: 0 or > 64 } || !text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-'))
        {
            throw new ArgumentException("A key's name has 1 to 64 lower-case letters, digits, dots and hyphens.", nameof(text));
        }

        _text = text;
    }

    /// <summary>The name.</summary>
    public override string ToString() => _text ?? "";
}

/// <summary>Where a version of a key stands in its life. The numbers are stored: they never change.</summary>
public enum KeyState
{
    /// <summary>Does everything.</summary>
    Current = 1,

    /// <summary>Replaced by a newer version; still verifies and decrypts.</summary>
    Overlapping = 2,

    /// <summary>Its material is gone; only its trace remains.</summary>
    Retired = 3,
}

/// <summary>What a store tells of one version of a key: everything but the key.</summary>
/// <param name="Name">The name.</param>
/// <param name="Version">1, 2, 3 …</param>
/// <param name="Use">Its one use.</param>
/// <param name="Algorithm">What it is a key of.</param>
/// <param name="LengthBytes">Its length.</param>
/// <param name="State">Where it stands in its life.</param>
/// <param name="CheckValue">Six hexadecimal digits, see <see cref="KeyCheckValue"/>.</param>
/// <param name="LoadedAtMs">When, Unix milliseconds.</param>
/// <param name="LoadedBy">The custodians of its two components, or the key that it came under.</param>
/// <param name="Exportable">True when it may go out in a key block; keys that came encrypted, or in a block that forbids it, may not.</param>
public sealed record KeyInfo(
    KeyName Name,
    int Version,
    KeyUse Use,
    KeyAlgorithm Algorithm,
    int LengthBytes,
    KeyState State,
    string CheckValue,
    long LoadedAtMs,
    string LoadedBy,
    bool Exportable
);

/// <summary>How an operation on a named key ended. No answer tells anything of a key or a PIN.</summary>
public enum KeyAnswer
{
    /// <summary>Done, or verified.</summary>
    Ok = 0,

    /// <summary>The MAC, cryptogram, value or PIN is not the right one.</summary>
    Mismatch,

    /// <summary>There is no such key, or no such version of it that still lives.</summary>
    UnknownKey,

    /// <summary>The key is for another use.</summary>
    WrongUse,

    /// <summary>What was given is malformed, or does not fit the key.</summary>
    Malformed,

    /// <summary>Both components come from the same person.</summary>
    SamePerson,

    /// <summary>The check value is not the one that was expected.</summary>
    WrongCheckValue,

    /// <summary>There is no first component waiting for a second one, or there is one already.</summary>
    WrongMoment,

    /// <summary>Sealed data or a wrapped key were changed, or belong to something or someone else.</summary>
    Tampered,

    /// <summary>The key may not leave, or the key that should protect it on its way is weaker than it is.</summary>
    NotExportable,
}

/// <summary>One step of a key's life, for an audit. Never a key, a component or a card number.</summary>
/// <param name="Who">The custodian or the part of the system.</param>
/// <param name="What">Dotted code: <c>key.component</c>, <c>key.loaded</c>, <c>key.abandoned</c>, <c>key.received</c>, <c>key.generated</c>, <c>key.issued</c>, <c>key.exported</c>, <c>key.retired</c>, <c>keystore.created</c>, <c>keystore.opened</c>.</param>
/// <param name="Target">The key's name and version, for example <c>host.bdk/2</c>; of a wrapped key its owner and use, for example <c>00000001:retailmac</c>.</param>
/// <param name="Result"><c>ok</c>, or the refusal.</param>
/// <param name="CheckValue">The check value that was shown; empty when there is none.</param>
public sealed record KeyAuditEntry(string Who, string What, string Target, string Result, string CheckValue);

/// <summary>Where a key store writes its audit; a role implements it with its hash-chained audit. An entry that cannot be written stops the step that it tells of.</summary>
public interface IKeyAudit
{
    /// <summary>Writes an entry; returns when it is durable.</summary>
    /// <param name="entry">The step.</param>
    Task WriteAsync(KeyAuditEntry entry);
}
