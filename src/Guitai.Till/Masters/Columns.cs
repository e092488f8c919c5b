namespace Guitai.Till.Masters;

/// <summary>What is so of a product, in one byte of its row.</summary>
[Flags]
internal enum Mark : byte
{
    /// <summary>The row's product is gone.</summary>
    None = 0,

    /// <summary>The row stands for a product.</summary>
    Held = 1,
    Active = 2,
    Weighed = 4,
    Favourite = 8,
}

/// <summary>The columns as they were at one moment: rows that are appended later are not among them.</summary>
internal sealed record Cells(
    int Count,
    Guid[] Id,
    int[] Text,
    int[] Folded,
    long[] Number,
    long[] Price,
    long[] Cost,
    int[] Category,
    int[] Tax,
    int[] Unit,
    int[] UnitEn,
    Mark[] Marks
);

/// <summary>The columns of <see cref="ProductTable"/>, growing together.</summary>
internal sealed class Columns
{
    private Cells? _now;

    public int Count { get; private set; }

    public Guid[] Id { get; private set; } = [];

    /// <summary>Where the row's texts stand.</summary>
    public int[] Text { get; private set; } = [];

    /// <summary>Where the row's folded text stands.</summary>
    public int[] Folded { get; private set; } = [];

    public long[] Number { get; private set; } = [];

    public long[] Price { get; private set; } = [];

    public long[] Cost { get; private set; } = [];

    public int[] Category { get; private set; } = [];

    public int[] Tax { get; private set; } = [];

    public int[] Unit { get; private set; } = [];

    public int[] UnitEn { get; private set; } = [];

    public Mark[] Marks { get; private set; } = [];

    /// <summary>Appends a row; its cells are still to be filled.</summary>
    public int Append(Guid id)
    {
        if (Count == Id.Length)
        {
            Grow(Math.Max(64, Id.Length + (Id.Length / 2)));
        }

        _now = null;
        Id[Count] = id;
        return Count++;
    }

    /// <summary>Makes room for so many rows.</summary>
    public void EnsureCapacity(int count)
    {
        if (count > Id.Length)
        {
            Grow(count);
        }
    }

    /// <summary>The columns as they are.</summary>
    public Cells Now() => _now ??= new Cells(Count, Id, Text, Folded, Number, Price, Cost, Category, Tax, Unit, UnitEn, Marks);

    /// <summary>Begins with new, empty columns; who reads the old ones is not disturbed.</summary>
    public void Clear()
    {
        (Count, _now) = (0, null);
        (Id, Text, Folded, Number, Price, Cost) = ([], [], [], [], [], []);
        (Category, Tax, Unit, UnitEn, Marks) = ([], [], [], [], []);
    }

    private void Grow(int length)
    {
        T[] Longer<T>(T[] column)
        {
            Array.Resize(ref column, length);
            return column;
        }

        (Id, Text, Folded, Number, Price, Cost) = (Longer(Id), Longer(Text), Longer(Folded), Longer(Number), Longer(Price), Longer(Cost));
        (Category, Tax, Unit, UnitEn, Marks) = (Longer(Category), Longer(Tax), Longer(Unit), Longer(UnitEn), Longer(Marks));
    }
}

/// <summary>For <see cref="Numbered{T}"/>.</summary>
internal static class Numbered
{
    /// <summary>The number of nothing.</summary>
    public const int None = -1;
}

/// <summary>Values of which there are few, each told by a small number.</summary>
internal sealed class Numbered<T>
    where T : notnull
{
    private readonly Dictionary<T, int> _numbers = [];
    private T[] _values = new T[16];

    public T this[int number] => _values[number];

    public int? Find(T value) => _numbers.TryGetValue(value, out var number) ? number : null;

    public int NumberOf(T value)
    {
        if (!_numbers.TryGetValue(value, out var number))
        {
            number = _numbers.Count;
            if (number == _values.Length)
            {
                Array.Resize(ref _values, number * 2);
            }

            _values[number] = value;
            _numbers.Add(value, number);
        }

        return number;
    }
}
