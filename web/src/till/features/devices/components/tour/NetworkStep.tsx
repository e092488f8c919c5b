import { useTranslation } from 'react-i18next';
import type { NetworkTrial } from '../../../../api/types';
import { tryNetwork } from '../../api/devices';
import { Result, Results, type StepResult } from './results';
import styles from './Tour.module.css';
import { TriedStep } from './TriedStep';

const soonMs = 1;
const shown = (ms: number): string => String(Math.max(soonMs, Math.round(ms)));

function isGood({ addresses, printer, shop }: NetworkTrial): boolean {
  const reached =
    (printer === null || printer === undefined || typeof printer.ms === 'number') && typeof shop.ms === 'number';
  return reached && (addresses.length > 0 || (shop.sameMachine && (printer ?? null) === null));
}

function Found({ trial }: { readonly trial: NetworkTrial }) {
  const { t } = useTranslation('devices');
  const { addresses, shop } = trial;
  const printer = trial.printer ?? null;
  return (
    <>
      <Results>
        <Result tone={addresses.length > 0 ? 'good' : 'bad'}>
          {addresses.length > 0 ? t('tour.network.here', { addresses: addresses.join(', ') }) : t('found.network.none')}
        </Result>
        <Result tone={printer === null ? 'plain' : typeof printer.ms === 'number' ? 'good' : 'bad'}>
          {printer === null
            ? t('tour.network.noPrinter')
            : t(typeof printer.ms === 'number' ? 'tour.network.printer' : 'tour.network.printerSilent', {
                host: printer.host,
                port: printer.port,
                ms: shown(printer.ms ?? 0),
              })}
        </Result>
        <Result tone={typeof shop.ms === 'number' ? 'good' : 'bad'}>
          {typeof shop.ms !== 'number'
            ? t('tour.network.shopSilent')
            : t(shop.sameMachine ? 'tour.network.shopHere' : 'tour.network.shop', { ms: shown(shop.ms) })}
        </Result>
      </Results>
      {addresses.length === 0 && <p className={styles['mend']}>{t('mend.network.none')}</p>}
      {printer !== null && typeof printer.ms !== 'number' && <p className={styles['mend']}>{t('mend.printer.off')}</p>}
      {typeof shop.ms !== 'number' && <p className={styles['mend']}>{t('mend.shop.never')}</p>}
    </>
  );
}

/** Who answers over the network. */
export function NetworkStep({ onResult }: { onResult(this: void, result: StepResult): void }) {
  return (
    <TriedStep name="network" attempt={tryNetwork} isGood={isGood} onResult={onResult}>
      {(trial) => <Found trial={trial} />}
    </TriedStep>
  );
}
