namespace Guitai.Sandbox.Issuer;

/// <summary>Fills the whole span with random bytes: the system's in production, a seed's in tests.</summary>
public delegate void RandomFill(Span<byte> bytes);
