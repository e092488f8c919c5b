import { SwapOutlined } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Button, ConfigProvider } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setScanHandler } from '../../../core/keyboard';
import { warn } from '../../../core/sound';
import { isTakenOver, useTill } from '../../../core/tillStore';
import { takePage } from '../api/session';
import styles from './Session.module.css';

/** Takes the till when this page opens; says so when another page takes it later. */
export function TakenOver() {
  const { t } = useTranslation('session');
  const problemText = useProblemText();
  const { view } = useTill();
  const opening = useRef(true);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const loggedIn = view?.staff !== null && view?.staff !== undefined;
  const taken = loggedIn && isTakenOver(view);

  const take = (): void => {
    setPending(true);
    takePage()
      .then(
        () => {
          setProblem(null);
        },
        (error: unknown) => {
          setProblem(error);
        },
      )
      .finally(() => {
        setPending(false);
      });
  };

  useEffect(() => {
    if (loggedIn && opening.current) {
      opening.current = false;
      if (taken) {
        takePage().catch(setProblem);
      }
    }
  }, [loggedIn, taken]);

  // A scanner ends with Enter, which would press the button here and take the till from whoever sells on the other page.
  useEffect(() => {
    if (!taken) {
      return undefined;
    }
    setScanHandler(warn);
    return () => {
      setScanHandler(null);
    };
  }, [taken]);

  if (!taken) {
    return null;
  }
  return (
    <ConfigProvider componentDisabled={false}>
      <div className={styles['overlay']} role="alertdialog" aria-modal="true" aria-label={t('takenTitle')}>
        <div className={styles['overlayCard']}>
          <Notice
            icon={<SwapOutlined />}
            title={t('takenTitle')}
            text={problem === null ? t('takenText') : problemText(problem)}
          >
            <Button type="primary" size="large" autoFocus loading={pending} onClick={take}>
              {t('useHere')}
            </Button>
          </Notice>
        </div>
      </div>
    </ConfigProvider>
  );
}
