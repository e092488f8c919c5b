import { ShopOutlined } from '@ant-design/icons';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openOwnShop, setupState } from '../api/session';
import styles from '@shared/desk/Gate.module.css';

const everyMs = 700;
const longestMs = 60_000;

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    window.setTimeout(resolve, ms);
  });

// The demo ends and one's own shop opens at the same address; meanwhile nobody answers there.
async function waitForOwnShop(): Promise<boolean> {
  for (let waited = 0; waited < longestMs; waited += everyMs) {
    await wait(everyMs);
    try {
      const { demo } = await setupState();
      if (!demo) return true;
    } catch {
      // Not there yet.
    }
  }
  return false;
}

/** The way from the demo to one's own shop. */
export function OwnShop() {
  const { t } = useTranslation('session');
  const problemText = useProblemText();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const open = async (): Promise<void> => {
    setPending(true);
    setProblem(null);
    try {
      await openOwnShop();
      if (await waitForOwnShop()) {
        window.location.replace('/shop/');
        return;
      }
      setProblem(t('ownShopLate'));
    } catch (failure) {
      setProblem(problemText(failure));
    }
    setPending(false);
  };
  return (
    <section className={styles['own']} aria-label={t('ownShop')}>
      <p>{t('ownShopText')}</p>
      {problem !== null && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Button icon={<ShopOutlined aria-hidden="true" />} loading={pending} onClick={() => void open()}>
        {t(pending ? 'ownShopOpening' : 'ownShop')}
      </Button>
    </section>
  );
}
