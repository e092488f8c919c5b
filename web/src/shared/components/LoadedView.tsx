import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Loaded } from '../api/useLoad';
import { useProblemText } from '../i18n/useProblemText';
import { Notice } from './Notice';

interface LoadedViewProps<T> {
  readonly loaded: Loaded<T>;
  readonly skeleton?: ReactNode;
  children(this: void, data: T): ReactNode;
}

/** A skeleton while it loads, the reason and a retry when it cannot, otherwise the data. */
export function LoadedView<T>({ loaded, skeleton, children }: LoadedViewProps<T>) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  if (loaded.data !== null) {
    return children(loaded.data);
  }
  if (loaded.error !== null) {
    return (
      <Notice tone="danger" title={t('loadFailed')} text={problemText(loaded.error)}>
        <Button type="primary" onClick={loaded.reload}>
          {t('retry')}
        </Button>
      </Notice>
    );
  }
  return skeleton ?? <Skeleton active paragraph={{ rows: 6 }} style={{ padding: 24 }} />;
}
