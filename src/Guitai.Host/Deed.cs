using Guitai.Foundation.Audit;
using Guitai.Foundation.Store;

namespace Guitai.Host;

/// <summary>What somebody does, as the audit will tell it. What the deed changes and its row in the audit are one write: neither is ever there without the other.</summary>
public sealed class Deed(AuditLog audit, AuditAction action)
{
    /// <summary>True once rows of this deed, and its row in the audit, are on disk.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>Writes what the deed changes, together with its row in the audit.</summary>
    /// <param name="write">What it changes.</param>
    /// <param name="result">How it ended: a try that is counted ends with its refusal's code.</param>
    public async Task<WriteResult> CommitAsync(Write write, string result = "ok")
    {
        var written = await audit.WriteAsync(write, action with { Result = result });
        IsWritten |= written == WriteResult.Committed;
        return written;
    }
}

/// <summary>Writes with or without somebody whose deed it is.</summary>
internal static class DeedWriting
{
    /// <summary>As a part of the deed; by itself where the host or a seed acts and there is none.</summary>
    public static Task<WriteResult> CommitAsync(this RoleStore store, Write write, Deed? deed, string result = "ok") =>
        deed?.CommitAsync(write, result) ?? store.WriteAsync(write);
}
