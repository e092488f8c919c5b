import { ReloadOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Button } from 'antd';
import { useEffect, useEffectEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepResult } from './results';
import styles from './Tour.module.css';

interface TriedStepProps<T> {
  readonly name: 'disk' | 'network';
  onResult(this: void, result: StepResult): void;
  /** Tries it on the till. */
  attempt(this: void): Promise<T>;
  isGood(this: void, trial: T): boolean;
  children(this: void, trial: T): ReactNode;
}

/** A step that needs nobody's hand: tried at once, again on demand. */
export function TriedStep<T>({ name, onResult, attempt, isGood, children }: TriedStepProps<T>) {
  const { t } = useTranslation('devices');
  const loaded = useLoad(name, attempt);
  const tell = useEffectEvent(onResult);
  const good = loaded.data === null ? null : isGood(loaded.data);
  useEffect(() => {
    if (good !== null) {
      tell(good ? 'good' : 'bad');
    }
  }, [good]);
  return (
    <div className={styles['test']}>
      <LoadedView
        loaded={loaded}
        skeleton={
          <p className={styles['place']} role="status">
            {t(`tour.${name}.testing`)}
          </p>
        }
      >
        {children}
      </LoadedView>
      <div className={styles['buttons']}>
        <Button icon={<ReloadOutlined aria-hidden="true" />} loading={loaded.loading} onClick={loaded.reload}>
          {t('tour.again')}
        </Button>
      </div>
    </div>
  );
}
