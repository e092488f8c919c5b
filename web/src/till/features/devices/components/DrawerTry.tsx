import { InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../core/useAct';
import { drawerTried, openDrawerToTry } from '../api/devices';
import styles from './Devices.module.css';

/** Opens the drawer and asks whether it did: no printer can say. */
export function DrawerTry() {
  const { t } = useTranslation('devices');
  const { pending, act } = useAct();
  const [asked, setAsked] = useState(false);
  const answer = (opened: boolean): void => {
    void act(() => drawerTried({ opened })).then(() => {
      setAsked(false);
    });
  };
  return (
    <div className={styles['try']}>
      {asked ? (
        <>
          <span>{t('didItOpen')}</span>
          <Button disabled={pending} onClick={() => answer(true)}>
            {t('itOpened')}
          </Button>
          <Button disabled={pending} onClick={() => answer(false)}>
            {t('itDidNot')}
          </Button>
        </>
      ) : (
        <Button
          icon={<InboxOutlined aria-hidden="true" />}
          loading={pending}
          onClick={() => {
            void act((approval) => openDrawerToTry(t('drawerReason'), approval)).then((done) => {
              setAsked(done !== null);
            });
          }}
        >
          {t('tryDrawer')}
        </Button>
      )}
    </div>
  );
}
