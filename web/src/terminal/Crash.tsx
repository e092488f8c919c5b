import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './core/Button';
import styles from './Message.module.css';

function Crashed() {
  const { t } = useTranslation('core');
  return (
    <div className={styles['message']} role="alert">
      <p>{t('crash')}</p>
      <Button look="main" onClick={() => window.location.reload()}>
        {t('reload')}
      </Button>
    </div>
  );
}

/** A sentence and a way on where this page's code broke. */
export class Crash extends Component<{ readonly children: ReactNode }, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { readonly crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}
