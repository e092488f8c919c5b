import styles from '@shared/desk/Gate.module.css';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Gate } from './Gate';
import { SecondFactor } from './SecondFactor';

interface FactorPageProps {
  readonly name: string;
  onDone(this: void): void;
  onLeave(this: void): void;
}

/** Where everybody needs a second factor: whoever has none sets it up, and sees nothing else before. */
export function FactorPage({ name, onDone, onLeave }: FactorPageProps) {
  const { t } = useTranslation('session');
  return (
    <Gate>
      <h1 className={styles['title']}>{t('factorTitle')}</h1>
      <p className={styles['lead']}>{t('factorLead', { name })}</p>
      <SecondFactor onDone={onDone} />
      <p style={{ marginTop: 16 }}>
        <Button type="link" style={{ padding: 0 }} onClick={onLeave}>
          {t('factorLeave')}
        </Button>
      </p>
    </Gate>
  );
}
