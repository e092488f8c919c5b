import { Refusal } from '@shared/api/refusal';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Collapse } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../api/types';
import { Panel } from '../../../core/Frame';
import styles from './Imports.module.css';

const mostShown = 100;

/** What was mended, and what looks wrong, in rows that are taken all the same. */
export function NoteList({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('imports');
  const problemText = useProblemText();
  const total = report.noteCounts.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title={t('notesTitle', { count: total })}>
      <p className={styles['hint']}>{t('notesNote')}</p>
      <Collapse
        size="small"
        items={report.noteCounts.map(({ code, count }) => {
          const rows = report.notes.filter((note) => note.code === code);
          return {
            key: code,
            label: (
              <span>
                {t(`noteKinds.${code.replaceAll('.', '-')}`)}{' '}
                <span className="figures">({count.toLocaleString('en')})</span>
              </span>
            ),
            children: (
              <ul className={styles['notes']}>
                {rows.slice(0, mostShown).map((note, index) => (
                  <li key={index}>
                    <span className="figures">{t('lineNumber', { line: note.line })}</span>{' '}
                    {problemText(new Refusal(note.code, note.parameters ?? {}, 400))}
                  </li>
                ))}
                {count > Math.min(rows.length, mostShown) && (
                  <li className={styles['hint']}>{t('notesFirst', { count: Math.min(rows.length, mostShown) })}</li>
                )}
              </ul>
            ),
          };
        })}
      />
    </Panel>
  );
}
