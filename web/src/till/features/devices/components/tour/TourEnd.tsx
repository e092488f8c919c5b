import {
  CheckCircleFilled,
  CloseCircleFilled,
  MinusCircleOutlined,
  ShopOutlined,
  ShoppingCartOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { stepNames, type StepName } from './steps';
import type { StepResult } from './results';
import styles from './Tour.module.css';

interface TourEndProps {
  readonly results: Readonly<Partial<Record<StepName, StepResult>>>;
  readonly firstRun: boolean;
  onStep(this: void, step: StepName): void;
  onDone(this: void): void;
}

/** What was tried, what was left out, and where to go on. */
export function TourEnd({ results, firstRun, onStep, onDone }: TourEndProps) {
  const { t } = useTranslation('devices');
  const good = stepNames.every((step) => results[step] === 'good');
  return (
    <section className={styles['done']} aria-label={t('tour.end')}>
      <h3>
        {good && <CheckCircleFilled className={styles['good'] ?? ''} aria-hidden="true" />}{' '}
        {t(good ? 'tour.allGood' : 'tour.end')}
      </h3>
      <p className={styles['muted']}>{t('tour.endText')}</p>
      <ul className={styles['summary']}>
        {stepNames.map((step) => {
          const result = results[step];
          return (
            <li key={step}>
              <span data-result={result} aria-hidden="true">
                {result === 'good' ? (
                  <CheckCircleFilled />
                ) : result === 'bad' ? (
                  <CloseCircleFilled />
                ) : (
                  <MinusCircleOutlined />
                )}
              </span>
              <span>
                <strong>{t(`device.${step}`)}</strong>{' '}
                <span className={styles['muted']}>{t(`tour.result.${result ?? 'skipped'}`)}</span>
              </span>
              {result !== 'good' && (
                <Button onClick={() => onStep(step)} aria-label={t('tour.tryNamed', { device: t(`device.${step}`) })}>
                  {t('tour.try')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <div className={styles['next']}>
        {firstRun && (
          <Button type="primary" size="large" icon={<ShopOutlined aria-hidden="true" />} href="/shop/#/import">
            {t('tour.import')}
          </Button>
        )}
        <Button
          type={firstRun ? 'default' : 'primary'}
          size="large"
          icon={<ShoppingCartOutlined aria-hidden="true" />}
          onClick={onDone}
        >
          {t('tour.sell')}
        </Button>
      </div>
    </section>
  );
}
