import { Input } from 'antd';
import styles from './ReasonPicker.module.css';

interface ReasonPickerProps {
  readonly label: string;
  readonly presets: readonly string[];
  readonly value: string;
  onChange(this: void, reason: string): void;
}

/** A reason: one of the usual ones, or the cashier's own words. */
export function ReasonPicker({ label, presets, value, onChange }: ReasonPickerProps) {
  return (
    <div>
      <div className={styles['reasons']} role="group" aria-label={label}>
        {presets.map((preset) => (
          <button
            key={preset}
            type="button"
            className={styles['reason']}
            aria-pressed={value === preset}
            onClick={() => {
              onChange(preset);
            }}
          >
            {preset}
          </button>
        ))}
      </div>
      <Input
        aria-label={label}
        placeholder={label}
        value={value}
        maxLength={100}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </div>
  );
}
