namespace Guitai.Contracts.Sync;

/// <summary>A device asks to be a till.</summary>
/// <param name="Secret">The code's eight letters.</param>
/// <param name="RequestPem">PKCS#10 for the device's own key, PEM.</param>
/// <param name="Holds">The till whose facts the device's journal holds already; it can become no other. Null for a journal without any.</param>
public sealed record EnrolRequest(string Secret, string RequestPem, Guid? Holds = null);

/// <summary>What a new till needs to know of itself and its shop.</summary>
/// <param name="CertificatePem">For the device's key, a year long; it renews it by itself.</param>
public sealed record EnrolAnswer(Guid TillId, string CertificatePem, string MerchantName, string StoreName, string TillName);

/// <summary>A till asks for a newer certificate for the same key.</summary>
public sealed record RenewRequest(Guid TillId, string RequestPem);

/// <param name="CertificatePem">Valid for another year.</param>
public sealed record RenewAnswer(string CertificatePem);

/// <summary>The shop's authority, for whoever asks: a device compares it with the letters of its code before it says anything.</summary>
/// <param name="CertificatePem">Public.</param>
public sealed record AuthorityAnswer(string CertificatePem);
