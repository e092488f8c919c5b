import { CheckCircleFilled, CloseCircleFilled, InfoCircleFilled, WarningFilled } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { DeviceCheck } from '../../../../api/types';
import styles from './Tour.module.css';

/** How a step of the tour ended. */
export type StepResult = 'good' | 'bad';

export type Tone = 'good' | 'warn' | 'bad' | 'plain';

const marks: Readonly<Record<Tone, ReactNode>> = {
  good: <CheckCircleFilled />,
  warn: <WarningFilled />,
  bad: <CloseCircleFilled />,
  plain: <InfoCircleFilled />,
};

export const toneOf: Readonly<Record<DeviceCheck['state'], Tone>> = {
  Ok: 'good',
  Warn: 'warn',
  Fail: 'bad',
  Unknown: 'plain',
};

/** One thing that a test found. */
export function Result({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <li className={styles['result']} data-tone={tone}>
      <span aria-hidden="true">{marks[tone]}</span>
      <span>{children}</span>
    </li>
  );
}

/** What a test found, read out when it comes. */
export function Results({ children }: { readonly children: ReactNode }) {
  return (
    <div role="status">
      <ul className={styles['results']}>{children}</ul>
    </div>
  );
}
