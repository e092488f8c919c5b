import { LanguageSwitch } from '@shared/components/LanguageSwitch';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonTile, TillInfo } from '../../../api/types';
import { PinForm } from '../../../core/PinForm';
import { useAct } from '../../../core/useAct';
import { logIn } from '../api/session';
import { BrandPanel } from './BrandPanel';
import styles from './Session.module.css';

interface LoginScreenProps {
  readonly till: TillInfo;
  readonly people: readonly PersonTile[];
}

export function LoginScreen({ till, people }: LoginScreenProps) {
  const { t } = useTranslation('session');
  const { pending, act } = useAct();
  const [problem, setProblem] = useState<unknown>(null);
  return (
    <main className={styles['screen']}>
      <BrandPanel till={till} />
      <section className={styles['panel']}>
        <div className={styles['card']}>
          <div className={styles['top']}>
            <h2 className={styles['title']}>{t('login')}</h2>
            <LanguageSwitch />
          </div>
          <PinForm
            withNumber
            people={people}
            submitLabel={t('login')}
            pending={pending}
            problem={problem}
            onSubmit={(number, pin) => {
              void act(
                () => logIn({ number, pin }),
                (refusal) => {
                  setProblem(refusal);
                  return true;
                },
              );
            }}
          />
        </div>
      </section>
    </main>
  );
}
