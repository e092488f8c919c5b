namespace Guitai.Sandbox;

/// <summary>A rule for what goes wrong, and how often.</summary>
/// <typeparam name="TRule">The rule itself.</typeparam>
public interface IFaultRule<out TRule>
{
    /// <summary>How often; null until it is cleared.</summary>
    int? Times { get; }

    /// <summary>The same rule for another number of times.</summary>
    TRule For(int times);
}

/// <summary>The faults that are switched on. The first rule that fits is the one that counts.</summary>
/// <typeparam name="TRule">What a rule says.</typeparam>
public abstract class FaultRules<TRule>
    where TRule : class, IFaultRule<TRule>
{
    private readonly Lock _lock = new();
    private TRule[] _rules = [];

    /// <summary>What is switched on now; used-up rules are gone.</summary>
    public IReadOnlyList<TRule> Rules => Volatile.Read(ref _rules);

    /// <summary>Switches one on, behind those that are.</summary>
    public void Add(TRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_lock)
        {
            _rules = [.. _rules, rule];
        }
    }

    /// <summary>Switches all off.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules = [];
        }
    }

    /// <summary>The first rule that fits, once less often from now on; null for none.</summary>
    private protected TRule? Take(Predicate<TRule> fits)
    {
        if (Volatile.Read(ref _rules).Length == 0)
        {
            return null;
        }

        lock (_lock)
        {
            var place = Array.FindIndex(_rules, fits);
            if (place < 0)
            {
                return null;
            }

            var rule = _rules[place];
            if (rule.Times is { } times)
            {
                TRule[] left = times > 1 ? [rule.For(times - 1)] : [];
                _rules = [.. _rules[..place], .. left, .. _rules[(place + 1)..]];
            }

            return rule;
        }
    }
}
