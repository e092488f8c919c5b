import { Stage } from './core/Stage';
import styles from './Message.module.css';
import { useTranslation } from 'react-i18next';

interface MessageProps {
  readonly title: string;
  readonly text: string | null;
  readonly busy?: boolean;
}

/** A screen with nothing to do on it. */
export function Message({ title, text, busy = false }: MessageProps) {
  const { t } = useTranslation();
  return (
    <Stage title={t('brand')}>
      <div className={styles['message']} role="status">
        {busy && <span className={styles['spinner']} aria-hidden="true" />}
        <h2>{title}</h2>
        {text !== null && <p>{text}</p>}
      </div>
    </Stage>
  );
}
