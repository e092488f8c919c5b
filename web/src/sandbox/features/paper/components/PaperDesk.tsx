import { PrinterOutlined } from '@ant-design/icons';
import type { StreamState } from '@shared/api/useEventStream';
import { Notice } from '@shared/components/Notice';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { ReceiptPaper } from '@shared/receipts/ReceiptPaper';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PaperRoll } from '../../../api/types';
import styles from './Paper.module.css';

interface PaperDeskProps {
  readonly roll: PaperRoll | null;
  readonly connection: StreamState;
}

/** What came out of the printer, newest first. */
export function PaperDesk({ roll, connection }: PaperDeskProps) {
  const { t } = useTranslation('paper');
  const language = useLanguage();
  if (roll === null) {
    return (
      <section className={styles['desk']}>
        {connection === 'lost' ? (
          <Notice tone="danger" title={t('lost')} text={t('lostText')} />
        ) : (
          <Skeleton active paragraph={{ rows: 8 }} />
        )}
      </section>
    );
  }
  return (
    <section className={styles['desk']} aria-label={t('roll')}>
      <div className={styles['slot']} />
      {roll.documents.length === 0 && (
        <Notice icon={<PrinterOutlined />} title={t('noPaper')} text={t('noPaperText')} />
      )}
      {roll.documents.map((document) => (
        <article key={document.id} className={styles['document']}>
          <ReceiptPaper rows={document.rows} widthCells={document.paperCells} cellPx={8} />
          <div className={styles['when']}>
            #{document.id} · {formatTime(document.atMs, 'full', language)}
          </div>
        </article>
      ))}
    </section>
  );
}
