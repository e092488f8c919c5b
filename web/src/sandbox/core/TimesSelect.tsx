import { Select } from 'antd';

// None stands for as often as it may be.
const often = [1, 2, 3, 10, 0] as const;

interface TimesSelectProps {
  readonly label: string;
  readonly value: number;
  /** How a number of times is called; 0 is until it is cleared. */
  labelOf(this: void, times: number): string;
  onChange(this: void, times: number): void;
}

/** How often a fault strikes. */
export function TimesSelect({ label, value, labelOf, onChange }: TimesSelectProps) {
  return (
    <Select<number>
      aria-label={label}
      value={value}
      options={often.map((times) => ({ value: times, label: labelOf(times) }))}
      onChange={onChange}
    />
  );
}
