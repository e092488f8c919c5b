import { ExclamationCircleOutlined, InboxOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import styles from './Notice.module.css';

interface NoticeProps {
  readonly title: string;
  readonly text?: string | undefined;
  readonly tone?: 'calm' | 'danger';
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
}

/** What stands where there is nothing to show: empty lists, errors, things to do first. */
export function Notice({ title, text, tone = 'calm', icon, children }: NoticeProps) {
  return (
    <div className={`${styles['notice'] ?? ''} ${styles[tone] ?? ''}`} role={tone === 'danger' ? 'alert' : undefined}>
      <span className={styles['mark']} aria-hidden="true">
        {icon ?? (tone === 'danger' ? <ExclamationCircleOutlined /> : <InboxOutlined />)}
      </span>
      <p className={styles['title']}>{title}</p>
      {text !== undefined && <p className={styles['text']}>{text}</p>}
      {children !== undefined && <div className={styles['actions']}>{children}</div>}
    </div>
  );
}
