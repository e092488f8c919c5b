import { BarcodeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setScanHandler } from '../../../core/keyboard';
import { useAct } from '../../../core/useAct';
import { scannerTried } from '../api/devices';
import styles from './Devices.module.css';
import { measureBurst, type Burst, type KeyStroke } from './scannerBurst';

/** After so long without a key the burst is over, Enter or not. */
const endMs = 500;

/** Waits for one scan and measures it. */
export function Listening({ onBurst }: { onBurst(this: void, burst: Burst): void }) {
  const { t } = useTranslation('devices');
  const [keys, setKeys] = useState('');
  const tell = useEffectEvent(onBurst);
  useEffect(() => {
    let strokes: KeyStroke[] = [];
    let timer: number | undefined;
    const end = (endsWithEnter: boolean): void => {
      window.clearTimeout(timer);
      const burst = measureBurst(strokes, endsWithEnter);
      strokes = [];
      if (burst !== null) {
        tell(burst);
      } else {
        setKeys('');
      }
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
        strokes.push({ key: event.key, atMs: event.timeStamp });
        setKeys(strokes.map(({ key }) => key).join(''));
        window.clearTimeout(timer);
        timer = window.setTimeout(() => {
          end(false);
        }, endMs);
      } else if (event.key === 'Enter') {
        end(true);
      }
    };
    // Nothing is sold while the scanner is being tried.
    setScanHandler(() => undefined);
    window.addEventListener('keydown', onKey, true);
    return () => {
      window.clearTimeout(timer);
      window.removeEventListener('keydown', onKey, true);
      setScanHandler(null);
    };
  }, []);
  return (
    <div className={styles['listening']} role="status">
      <BarcodeOutlined aria-hidden="true" /> {keys === '' ? t('scanNow') : keys}
    </div>
  );
}

/** Takes one scan and measures it; a person's typing is not one. */
export function ScannerTry() {
  const { t } = useTranslation('devices');
  const { pending, act } = useAct();
  const [trying, setTrying] = useState(false);
  const [text, setText] = useState<string | null>(null);
  if (!trying) {
    return (
      <div className={styles['try']}>
        <Button loading={pending} icon={<BarcodeOutlined aria-hidden="true" />} onClick={() => setTrying(true)}>
          {t('tryScanner')}
        </Button>
        {text !== null && <span className={styles['code']}>{t('scanned', { text })}</span>}
      </div>
    );
  }
  return (
    <div className={styles['try']}>
      <Listening
        onBurst={({ text: scanned, ...measured }) => {
          setTrying(false);
          setText(scanned);
          void act(() => scannerTried(measured));
        }}
      />
      <Button onClick={() => setTrying(false)}>{t('common:cancel')}</Button>
    </div>
  );
}
