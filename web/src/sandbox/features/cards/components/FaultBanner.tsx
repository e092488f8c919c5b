import { WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { clearIssuerFaults, clearLineFaults } from '../api/cards';
import type { WorldState } from '../api/useWorld';
import styles from './Cards.module.css';

/** Says, wherever one looks, that something was made to go wrong. */
export function FaultBanner({ world, refresh }: WorldState) {
  const { t } = useTranslation('cards');
  const line = world?.line?.rules.length ?? 0;
  const issuer = world?.issuer.faults.length ?? 0;
  if (line + issuer === 0) return null;
  const clear = async (): Promise<void> => {
    await Promise.allSettled([line > 0 ? clearLineFaults() : null, issuer > 0 ? clearIssuerFaults() : null]);
    await refresh();
  };
  return (
    <div className={styles['banner']} role="alert">
      <WarningOutlined aria-hidden="true" />
      <span>
        {t('banner', { count: line + issuer })}{' '}
        {[line > 0 && t('bannerLine', { count: line }), issuer > 0 && t('bannerIssuer', { count: issuer })]
          .filter((part) => part !== false)
          .join(t('and'))}
      </span>
      <Button danger onClick={() => void clear()}>
        {t('clearAll')}
      </Button>
    </div>
  );
}
