namespace Guitai.Shop.Imports;

/// <summary>How far an import is, told by the call that runs it and read by another.</summary>
internal sealed class ImportProgress
{
    private volatile int _stage;
    private volatile int _done;
    private volatile int _total;

    /// <summary>A new part begins.</summary>
    public void At(ImportStage stage, int total)
    {
        _done = 0;
        _total = total;
        _stage = (int)stage;
    }

    /// <summary>One row more. Only the running call counts.</summary>
    public void Step() => _done++;

    public ImportProgressView View() => new((ImportStage)_stage, Math.Min(_done, _total), _total);
}
