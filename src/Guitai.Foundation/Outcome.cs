namespace Guitai.Foundation;

/// <summary>Either a value or an expected refusal. Refusals are business answers, not exceptions; a bug still throws.</summary>
public readonly record struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    /// <summary>Why it was refused; null when it was not.</summary>
    public Refusal? Refusal { get; }

    /// <summary>True when there is a value.</summary>
    public bool Ok => Refusal is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Code}.");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>An expected refusal: a stable code that pages translate into the reader's language, and its parameters.</summary>
/// <param name="Code">Dotted lower-case code, for example <c>cart.unknown-barcode</c>; every code stands in both languages' files.</param>
/// <param name="Parameters">Named values for the sentence. Never a secret, never a card number.</param>
public sealed record Refusal(string Code, IReadOnlyDictionary<string, string>? Parameters = null)
{
    /// <summary>A refusal with one parameter.</summary>
    public static Refusal With(string code, string name, string value) =>
        new(code, new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value });
}
