import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from './Notice';

interface State {
  readonly crashed: boolean;
}

function Crashed() {
  const { t } = useTranslation();
  return (
    <Notice tone="danger" title={t('crashTitle')} text={t('crashText')}>
      <Button
        type="primary"
        onClick={() => {
          window.location.reload();
        }}
      >
        {t('reload')}
      </Button>
    </Notice>
  );
}

/** Shows a sentence and a way on where a page's code broke, instead of a white screen. */
export class CrashBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { crashed: false };

  static getDerivedStateFromError(): State {
    return { crashed: true };
  }

  override render(): ReactNode {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}
