namespace Guitai.Shop.Imports;

/// <summary>A file that was sent, as it was understood; it waits for the columns to be confirmed.</summary>
/// <param name="Id">For the calls that follow; forgotten after half an hour, or when several newer files came.</param>
/// <param name="Encoding">Name of a text's encoding; null for workbooks.</param>
/// <param name="HeadingLine">The line that names the columns; 0 when none looks like a heading.</param>
/// <param name="Rows">Below the heading.</param>
/// <param name="Formulas">True when there are formulas; the values that were saved with them are taken.</param>
/// <param name="Stores">Where opening stock can go.</param>
public sealed record ImportFileView(
    Guid Id,
    TableKind Kind,
    string? Encoding,
    IReadOnlyList<string> Sheets,
    string? Sheet,
    int HeadingLine,
    int Rows,
    bool Formulas,
    IReadOnlyList<ImportColumn> Columns,
    IReadOnlyList<ImportStore> Stores
)
{
    /// <summary>The columns as they were guessed, for whoever confirms them all.</summary>
    public IReadOnlyList<ColumnChoice> Guessed() =>
        [.. Columns.Select((c, i) => (c.Field, i)).Where(c => c.Field is not null).Select(c => new ColumnChoice(c.i, c.Field!.Value))];
}

/// <param name="Field">What it seems to hold; null when it is left out.</param>
/// <param name="Samples">Its first values, at most three.</param>
public sealed record ImportColumn(string Heading, ImportField? Field, IReadOnlyList<string> Samples);

/// <summary>A store that opening stock can go to.</summary>
public sealed record ImportStore(Guid Id, string Name);

/// <param name="Sheet">Another sheet of the workbook.</param>
public sealed record ImportSheetRequest(string Sheet);

/// <summary>How the file is to be read, and the answers to what it left open.</summary>
/// <param name="Columns">What the columns hold; one that is not named is left out.</param>
/// <param name="StoreId">Where opening stock goes; may be left out when there is one store.</param>
/// <param name="Barcodes">Who keeps a barcode that several products have.</param>
/// <param name="FirstKeeps">True: whoever has it first keeps every barcode without an answer; otherwise such rows are refused.</param>
public sealed record ImportRequest(
    IReadOnlyList<ColumnChoice> Columns,
    Guid? StoreId = null,
    IReadOnlyList<BarcodeAnswer>? Barcodes = null,
    bool FirstKeeps = false
);

/// <param name="Column">From 0.</param>
public sealed record ColumnChoice(int Column, ImportField Field);

/// <param name="Line">The row that keeps it; 0 for the product of the catalogue that has it now.</param>
public sealed record BarcodeAnswer(string Barcode, int Line);

/// <summary>A barcode that several products have: only one can keep it.</summary>
public sealed record BarcodeQuestion(string Barcode, IReadOnlyList<BarcodeHolder> Holders);

/// <param name="Line">Of the file; 0 for a product of the catalogue.</param>
public sealed record BarcodeHolder(int Line, string Name, string? Code, long PriceMinor);

/// <summary>How an import went, or would go. Either every row that is not refused is saved, or none.</summary>
/// <param name="Saved">False for a look ahead.</param>
/// <param name="Refused">At most the first 1,000; all of them come with <c>imports/{id}/refused</c>.</param>
/// <param name="Notes">What was mended or looks wrong in rows that are taken; at most the first 1,000.</param>
/// <param name="NoteCounts">All of them, by code.</param>
/// <param name="Questions">Barcodes to decide on, at most the first 200.</param>
/// <param name="NewCategories">Made with the import.</param>
/// <param name="StockCounts">Products whose opening stock is counted.</param>
/// <param name="Sample">The first rows as they are understood.</param>
public sealed record ImportReport(
    bool Saved,
    int Rows,
    int Added,
    int Changed,
    int Unchanged,
    int RefusedCount,
    IReadOnlyList<RefusedRow> Refused,
    IReadOnlyList<RefusedRow> Notes,
    IReadOnlyList<CodeCount> NoteCounts,
    int QuestionCount,
    IReadOnlyList<BarcodeQuestion> Questions,
    IReadOnlyList<string> NewCategories,
    int StockCounts,
    IReadOnlyList<ImportPreview> Sample
);

/// <param name="Line">Of the file or sheet, from 1.</param>
/// <param name="Code">For example <c>import.price</c>, <c>import.barcode-exponent</c>.</param>
public sealed record RefusedRow(int Line, string Code, IReadOnlyDictionary<string, string>? Parameters);

/// <summary>How often something was said.</summary>
public sealed record CodeCount(string Code, int Count);

/// <summary>What becomes of a row.</summary>
public enum ImportEffect
{
    /// <summary>A new product.</summary>
    Added,

    /// <summary>A product that changes.</summary>
    Changed,

    /// <summary>A product that is so already.</summary>
    Unchanged,
}

/// <summary>A row as it is understood.</summary>
/// <param name="Code">Null when a number will be given.</param>
public sealed record ImportPreview(
    int Line,
    ImportEffect Effect,
    string? Code,
    string Name,
    IReadOnlyList<string> Barcodes,
    string? Category,
    string Unit,
    long PriceMinor,
    long CostMinor,
    long? StockMilli
);

/// <summary>What an import does just now.</summary>
public enum ImportStage
{
    /// <summary>Nothing; it waits for the next call.</summary>
    Waiting,

    /// <summary>Row by row.</summary>
    Judging,

    /// <summary>Compares with the catalogue.</summary>
    Comparing,

    /// <summary>One write, to be seen whole or not at all.</summary>
    Saving,

    /// <summary>Saved.</summary>
    Saved,
}

/// <summary>How far an import is.</summary>
public sealed record ImportProgressView(ImportStage Stage, int Done, int Total);
