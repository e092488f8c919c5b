import { FileTextOutlined, SettingOutlined } from '@ant-design/icons';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PrinterDetail, PrintJobView } from '../../../api/types';
import { PrintQuestion } from '../../../core/PrintQuestion';
import { useAct } from '../../../core/useAct';
import { giveUpPrint, printTestPage } from '../api/devices';
import styles from './Devices.module.css';

import { PrinterDialog } from './PrinterDialog';
import { usePlace } from './usePlace';

function JobRow({ job }: { readonly job: PrintJobView }) {
  const { t } = useTranslation('devices');
  const language = useLanguage();
  const { pending, act } = useAct();
  return (
    <li className={styles['job']}>
      <span>
        {t(`kind.${job.kind}`, { label: job.label })}
        {job.copy > 0 && ` · ${t('copy', { number: job.copy })}`}
        <span className={styles['muted']}> {formatTime(job.atMs, 'timeSeconds', language)}</span>
      </span>
      <span className={styles['jobState']}>
        <span className={styles['tag']} data-state={job.state}>
          {t(`job.${job.state}`)}
        </span>
        {job.state === 'waiting' && (
          <Button loading={pending} onClick={() => void act(() => giveUpPrint(job.id))}>
            {t('giveUp')}
          </Button>
        )}
      </span>
      {job.state === 'uncertain' && (
        <PrintQuestion print={{ jobId: job.id, kind: job.kind, label: job.label, copy: job.copy, atMs: job.atMs }} />
      )}
    </li>
  );
}

/** Where the printer is, what it has to do, and what it did. */
export function PrinterCard({ detail }: { readonly detail: PrinterDetail }) {
  const { t } = useTranslation('devices');
  const test = useAct();
  const [changing, setChanging] = useState(false);
  const setup = detail.setup;
  const place = usePlace()(setup ?? null);
  return (
    <section className={styles['card']} aria-label={t('printerTitle')}>
      <h3>{t('printerTitle')}</h3>
      <p className={styles['place']}>{place}</p>
      <div className={styles['buttons']}>
        <Button
          icon={<FileTextOutlined aria-hidden="true" />}
          loading={test.pending}
          disabled={detail.printer.state === 'none'}
          onClick={() => void test.act(printTestPage)}
        >
          {t('testPage')}
        </Button>
        <Button icon={<SettingOutlined aria-hidden="true" />} onClick={() => setChanging(true)}>
          {t('change')}
        </Button>
      </div>
      <h4>{t('open')}</h4>
      {detail.open.length === 0 ? (
        <p className={styles['muted']}>{t('nothingOpen')}</p>
      ) : (
        <ul className={styles['jobs']}>
          {detail.open.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      )}
      {detail.recent.length > 0 && (
        <>
          <h4>{t('recent')}</h4>
          <ul className={styles['jobs']}>
            {detail.recent.map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </ul>
        </>
      )}
      {changing && <PrinterDialog setup={setup ?? null} onClose={() => setChanging(false)} />}
    </section>
  );
}
