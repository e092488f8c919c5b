import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../core/Frame';
import { csvText, download } from './csv';
import { importFields as columns, neededFields } from './fields';
import styles from './Imports.module.css';

/** Which columns a file may have, and an example to fill in. */
export function Columns() {
  const { t } = useTranslation('imports');
  const example = (row: string): string[] => columns.map((column) => t(`example.${row}.${column}`));
  return (
    <Panel
      title={t('columnsTitle')}
      extra={
        <Button
          icon={<DownloadOutlined aria-hidden="true" />}
          onClick={() => {
            download(
              t('templateFile'),
              csvText([columns.map((column) => t(`fields.${column}`)), example('first'), example('second')]),
            );
          }}
        >
          {t('template')}
        </Button>
      }
    >
      <dl className={styles['columns']}>
        {columns.map((column) => (
          <div key={column}>
            <dt>
              {t(`fields.${column}`)}
              {neededFields.includes(column) && <span className={styles['needed']}>{t('core:required')}</span>}
            </dt>
            <dd>{t(`explain.${column}`)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles['hint']}>{t('encodings')}</p>
    </Panel>
  );
}
