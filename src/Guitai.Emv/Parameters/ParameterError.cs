namespace Guitai.Emv.Parameters;

/// <summary>What is wrong with a parameter that was downloaded.</summary>
public enum ParameterFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The bytes are not BER-TLV.</summary>
    NotTlv,

    /// <summary>A tag that must be there is not.</summary>
    Missing,

    /// <summary>A tag stands twice.</summary>
    Twice,

    /// <summary>A value has a length or a form that it cannot have.</summary>
    Format,

    /// <summary>A value that does not go together with another: a threshold above the floor limit, a target above the most.</summary>
    Inconsistent,

    /// <summary>The checksum over the key is wrong.</summary>
    Checksum,

    /// <summary>A hash or signature algorithm that the kernel does not know.</summary>
    Algorithm,
}

/// <summary>Why a parameter was refused: the fault and the tag, never a value.</summary>
/// <param name="Fault">What is wrong; <see cref="ParameterFault.None"/> when nothing is.</param>
/// <param name="Tag">The tag in hex; empty when no single one is to blame.</param>
public readonly record struct ParameterError(ParameterFault Fault, string Tag)
{
    /// <summary>True when there is no error.</summary>
    public bool IsNone => Fault == ParameterFault.None;

    /// <summary>One sentence.</summary>
    public override string ToString() =>
        Fault switch
        {
            ParameterFault.None => "No error.",
            ParameterFault.NotTlv => "The parameter is not BER-TLV.",
            ParameterFault.Missing => $"Tag {Tag} is missing.",
            ParameterFault.Twice => $"Tag {Tag} stands twice.",
            ParameterFault.Format => $"Tag {Tag} has a length or a form that it cannot have.",
            ParameterFault.Inconsistent => $"Tag {Tag} does not go together with the others.",
            ParameterFault.Checksum => $"The key's checksum ({Tag}) is wrong.",
            _ => $"The algorithm in tag {Tag} is not known.",
        };
}
