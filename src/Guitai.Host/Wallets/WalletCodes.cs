namespace Guitai.Host.Wallets;

/// <summary>What an error code of a wallet means.</summary>
/// <param name="State">What became of what was asked.</param>
/// <param name="Code">Field 39, of what was refused.</param>
/// <param name="AskFirst">True when the code may also come to a repeat of what was done: how it stands is asked before it is believed.</param>
internal readonly record struct CodeMeaning(WalletState State, string Code = "05", bool AskFirst = false)
{
    public static CodeMeaning Refused(string code) => new(WalletState.Refused, code);

    public static CodeMeaning Asked(string code) => new(WalletState.Refused, code, AskFirst: true);

    /// <summary>A code that stands in no table tells nothing.</summary>
    public static CodeMeaning Unknown => new(WalletState.Unknown);

    public static CodeMeaning Waiting => new(WalletState.Waiting);

    public static CodeMeaning NotThere => new(WalletState.NotThere);
}
