namespace Guitai.PaymentCrypto;

/// <summary>Where padding and new keys take their randomness from: <see cref="System.Security.Cryptography.RandomNumberGenerator.Fill"/> in production.</summary>
/// <param name="bytes">Filled to its end.</param>
public delegate void FillRandom(Span<byte> bytes);
