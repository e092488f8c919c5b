import { PlusOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoreView } from '../../../api/types';
import { useMoney, useSession } from '../../../core/session';
import { stores } from '../api/settings';
import styles from './Settings.module.css';
import { StoreDrawer } from './StoreDrawer';
import { Mark } from '../../../core/Mark';

export function StoreList() {
  const { t } = useTranslation('settings');
  const localName = useLocalName();
  const money = useMoney();
  const { refresh } = useSession();
  const loaded = useLoad('', stores);
  const [opened, setOpened] = useState<StoreView | 'new' | null>(null);
  const rounding = ({ store: { cashRounding } }: StoreView): string =>
    cashRounding.mode === 'none' || cashRounding.unitMinor <= 1
      ? t('roundingModes.none')
      : t('roundingTo', { mode: t(`roundingModes.${cashRounding.mode}`), unit: money.full(cashRounding.unitMinor) });
  return (
    <LoadedView loaded={loaded}>
      {(list) => (
        <>
          <div className={styles['storeGrid']}>
            {list.map((view) => (
              <button key={view.store.id} type="button" className={styles['storeCard']} onClick={() => setOpened(view)}>
                <span className={styles['storeName']}>
                  {localName(view.store.name, view.store.nameEn)} <Mark tone="calm">{view.store.code}</Mark>
                </span>
                <span className={styles['hint']}>
                  {localName(view.store.address ?? t('noAddress'), view.store.addressEn)}
                </span>
                <span className={styles['hint']}>
                  {t('dayChangeAt', { hour: String(view.store.dayChangeHour).padStart(2, '0') })} · {rounding(view)} ·{' '}
                  {t('paper', { mm: view.store.receipt.paperMm })}
                </span>
              </button>
            ))}
            <Button
              className={styles['storeAdd'] ?? ''}
              type="dashed"
              icon={<PlusOutlined aria-hidden="true" />}
              onClick={() => setOpened('new')}
            >
              {t('newStore')}
            </Button>
          </div>
          {opened !== null && (
            <StoreDrawer
              view={opened === 'new' ? null : opened}
              template={list[0] ?? null}
              onClose={() => setOpened(null)}
              onDone={() => {
                setOpened(null);
                loaded.reload();
                refresh();
              }}
            />
          )}
        </>
      )}
    </LoadedView>
  );
}
