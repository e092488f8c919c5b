using Guitai.Contracts.Terminal;

namespace Guitai.Host.Wallets;

/// <summary>Customers' codes at the host.</summary>
public static class PaymentCodes
{
    /// <inheritdoc cref="CodeWallet.WeChat"/>
    public const string WeChat = CodeWallet.WeChat;

    /// <inheritdoc cref="CodeWallet.Alipay"/>
    public const string Alipay = CodeWallet.Alipay;

    /// <inheritdoc cref="CodeWallet.UnionPay"/>
    public const string UnionPay = CodeWallet.UnionPay;

    /// <inheritdoc cref="CodeWallet.Of"/>
    public static string? WalletOf(ReadOnlySpan<char> code) => CodeWallet.Of(code);

    /// <summary>A code as it may be shown and kept: four digits, the others as stars.</summary>
    public static string Mask(ReadOnlySpan<char> code) => string.Concat(code[..4], new string('*', code.Length - 4));
}
