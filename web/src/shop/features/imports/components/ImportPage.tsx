import { CheckCircleOutlined, CloudUploadOutlined, FileExcelOutlined } from '@ant-design/icons';
import { Refusal } from '@shared/api/refusal';
import { useNow } from '@shared/components/useNow';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Alert, Button, Progress, Steps } from 'antd';
import { useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../api/types';
import { Page, Panel } from '../../../core/Frame';
import { goTo } from '../../../core/route';
import { importProducts, largestBytes } from '../api/imports';
import { Columns } from './Columns';
import styles from './Imports.module.css';
import { RefusedList } from './RefusedList';

type Stage =
  | { readonly at: 'choose'; readonly problem: unknown }
  | { readonly at: 'busy'; readonly file: File; readonly preview: boolean; readonly sinceMs: number }
  | { readonly at: 'preview' | 'done'; readonly file: File; readonly report: ImportReport };

function DropZone({ onFile }: { onFile(this: void, file: File): void }) {
  const { t } = useTranslation('imports');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) onFile(file);
  };
  return (
    <div
      className={`${styles['drop'] ?? ''} ${over ? (styles['over'] ?? '') : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <CloudUploadOutlined aria-hidden="true" className={styles['cloud'] ?? ''} />
      <p className={styles['dropTitle']}>{t('drop')}</p>
      <p className={styles['hint']}>{t('dropHint')}</p>
      <input
        ref={input}
        type="file"
        accept=".csv,.txt,.tsv,text/csv"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('chooseFile')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
      <Button type="primary" icon={<FileExcelOutlined aria-hidden="true" />} onClick={() => input.current?.click()}>
        {t('chooseFile')}
      </Button>
    </div>
  );
}

// The server answers once, when it has read everything; until then only the time that passes can be shown.
function Busy({ stage }: { readonly stage: Extract<Stage, { at: 'busy' }> }) {
  const { t } = useTranslation('imports');
  const now = useNow(250);
  const seconds = Math.max(0, Math.floor((now - stage.sinceMs) / 1000));
  return (
    <div className={styles['busy']} role="status">
      <p className={styles['dropTitle']}>{t(stage.preview ? 'checking' : 'importing', { name: stage.file.name })}</p>
      <Progress percent={100} status="active" showInfo={false} aria-label={t('progress')} />
      <p className={`${styles['hint'] ?? ''} figures`}>{t('seconds', { seconds })}</p>
    </div>
  );
}

function Counts({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('imports');
  const counts = [
    ['added', report.added],
    ['changed', report.changed],
    ['unchanged', report.unchanged],
    ['refused', report.refusedCount],
  ] as const;
  return (
    <dl className={styles['counts']}>
      {counts.map(([name, count]) => (
        <div key={name} className={`${styles[name] ?? ''} ${count === 0 ? (styles['zero'] ?? '') : ''}`}>
          <dt>{t(name)}</dt>
          <dd className="figures">{count.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Brings products in from a table: choose, look, confirm. */
export function ImportPage() {
  const { t } = useTranslation('imports');
  const problemText = useProblemText();
  const [stage, setStage] = useState<Stage>({ at: 'choose', problem: null });

  const send = async (file: File, preview: boolean): Promise<void> => {
    if (file.size > largestBytes) {
      setStage({ at: 'choose', problem: new Refusal('body.too-large', {}, 413) });
      return;
    }
    setStage({ at: 'busy', file, preview, sinceMs: Date.now() });
    try {
      const report = await importProducts(file, preview);
      setStage({ at: preview ? 'preview' : 'done', file, report });
    } catch (problem) {
      setStage({ at: 'choose', problem });
    }
  };

  const step = stage.at === 'done' ? 2 : stage.at === 'preview' || (stage.at === 'busy' && !stage.preview) ? 1 : 0;
  const nothing = stage.at === 'preview' && stage.report.added + stage.report.changed === 0;
  return (
    <Page title={t('title')} note={t('note')}>
      <Panel>
        <Steps
          className={styles['steps'] ?? ''}
          current={step}
          size="small"
          responsive={false}
          items={[{ title: t('step1') }, { title: t('step2') }, { title: t('step3') }]}
        />
        {stage.at === 'choose' && (
          <>
            {stage.problem !== null && (
              <Alert type="error" showIcon title={problemText(stage.problem)} className={styles['alert'] ?? ''} />
            )}
            <DropZone onFile={(file) => void send(file, true)} />
          </>
        )}
        {stage.at === 'busy' && <Busy stage={stage} />}
        {stage.at === 'preview' && (
          <>
            <p className={styles['dropTitle']}>{t('previewTitle', { name: stage.file.name })}</p>
            <Counts report={stage.report} />
            <div className={styles['actions']}>
              <Button onClick={() => setStage({ at: 'choose', problem: null })}>{t('another')}</Button>
              <Button type="primary" disabled={nothing} onClick={() => void send(stage.file, false)}>
                {t(nothing ? 'nothingToDo' : 'confirm', { count: stage.report.added + stage.report.changed })}
              </Button>
            </div>
          </>
        )}
        {stage.at === 'done' && (
          <>
            <p className={styles['done']} role="status">
              <CheckCircleOutlined aria-hidden="true" /> {t('doneTitle')}
            </p>
            <Counts report={stage.report} />
            <div className={styles['actions']}>
              <Button onClick={() => setStage({ at: 'choose', problem: null })}>{t('another')}</Button>
              <Button type="primary" onClick={() => goTo('products')}>
                {t('seeProducts')}
              </Button>
            </div>
          </>
        )}
      </Panel>
      {(stage.at === 'preview' || stage.at === 'done') && stage.report.refusedCount > 0 && (
        <RefusedList report={stage.report} />
      )}
      {stage.at === 'choose' && <Columns />}
    </Page>
  );
}
