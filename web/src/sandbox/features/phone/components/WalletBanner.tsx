import { WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { WalletsState } from '../../../api/types';
import { clearWalletFaults } from '../api/phone';
import type { Followed } from '../../../core/useFollowed';
import styles from './Phone.module.css';

/** Says, wherever one looks, that the wallets were made to go wrong. */
export function WalletBanner({ state }: { readonly state: Followed<WalletsState> }) {
  const { t } = useTranslation('phone');
  const count = state.data?.faults.length ?? 0;
  if (count === 0) return null;
  return (
    <div className={styles['banner']} role="alert">
      <WarningOutlined aria-hidden="true" />
      <span>{t('banner', { count })}</span>
      <Button danger onClick={() => void clearWalletFaults().then((next) => state.put(next))}>
        {t('clearAll')}
      </Button>
    </div>
  );
}
