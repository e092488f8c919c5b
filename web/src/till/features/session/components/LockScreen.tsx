import { LockOutlined } from '@ant-design/icons';
import { LanguageSwitch } from '@shared/components/LanguageSwitch';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffInfo, TillInfo } from '../../../api/types';
import { PinForm } from '../../../core/PinForm';
import { useAct } from '../../../core/useAct';
import { logOut, unlock } from '../api/session';
import { BrandPanel } from './BrandPanel';
import styles from './Session.module.css';

interface LockScreenProps {
  readonly till: TillInfo;
  readonly staff: StaffInfo;
}

export function LockScreen({ till, staff }: LockScreenProps) {
  const { t } = useTranslation('session');
  const localName = useLocalName();
  const { pending, act } = useAct();
  const leaving = useAct();
  const [problem, setProblem] = useState<unknown>(null);
  const name = localName(staff.name, staff.nameEn);
  return (
    <main className={styles['screen']}>
      <BrandPanel till={till} />
      <section className={styles['panel']}>
        <div className={styles['card']}>
          <div className={styles['top']}>
            <h2 className={styles['title']}>
              <LockOutlined aria-hidden="true" /> {t('locked')}
            </h2>
            <LanguageSwitch />
          </div>
          <div className={styles['who']}>
            <span className={styles['avatar']} aria-hidden="true">
              {Array.from(name)[0]}
            </span>
            <div>
              <div className={styles['name']}>{name}</div>
              <div className={styles['muted']}>{t('number', { number: staff.number })}</div>
            </div>
          </div>
          <PinForm
            withNumber={false}
            submitLabel={t('unlock')}
            pending={pending}
            problem={problem}
            onSubmit={(_, pin) => {
              void act(
                () => unlock({ pin }),
                (refusal) => {
                  setProblem(refusal);
                  return true;
                },
              );
            }}
          />
          <div className={styles['switch']}>
            <Button block loading={leaving.pending} onClick={() => void leaving.act(logOut)}>
              {t('switchUser')}
            </Button>
          </div>
        </div>
      </section>
    </main>
  );
}
