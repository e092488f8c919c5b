import { useNow } from '@shared/components/useNow';
import { Progress } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportProgressView } from '../../../api/types';
import { importProgress } from '../api/imports';
import styles from './Imports.module.css';

const pollMs = 400;

/** What is going on with the file just now. The last part is one write that shows no middle. */
export function Busy({
  id,
  name,
  sinceMs,
}: {
  readonly id: string | null;
  readonly name: string;
  readonly sinceMs: number;
}) {
  const { t } = useTranslation('imports');
  const now = useNow(250);
  const [progress, setProgress] = useState<ImportProgressView | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    let current = true;
    const timer = window.setInterval(() => {
      importProgress(id).then(
        (answer) => {
          if (current) setProgress(answer);
        },
        () => undefined,
      );
    }, pollMs);
    return () => {
      current = false;
      window.clearInterval(timer);
    };
  }, [id]);

  const seconds = Math.max(0, Math.floor((now - sinceMs) / 1000));
  const stage = id === null ? 'reading' : (progress?.stage ?? 'judging');
  const counted = progress !== null && progress.total > 0 && (stage === 'judging' || stage === 'comparing');
  const part = counted ? progress.done / progress.total : 0;
  const percent =
    stage === 'judging' ? part * 40 : stage === 'comparing' ? 40 + part * 30 : stage === 'reading' ? 100 : 85;
  return (
    <div className={styles['busy']} role="status">
      <p className={styles['dropTitle']}>{t(`stages.${stage}`, { name })}</p>
      <Progress percent={Math.round(percent)} status="active" showInfo={false} aria-label={t('progress')} />
      <p className={`${styles['hint'] ?? ''} figures`}>
        {counted && `${progress.done.toLocaleString('en')} / ${progress.total.toLocaleString('en')} · `}
        {t('seconds', { seconds })}
      </p>
    </div>
  );
}
