import { Button, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../api/types';
import { Panel } from '../../../core/Frame';
import { useMoney } from '../../../core/session';
import styles from './Imports.module.css';

interface BarcodeQuestionsProps {
  readonly report: ImportReport;
  readonly answers: Readonly<Record<string, number>>;
  readonly firstKeeps: boolean;
  onAnswer(this: void, barcode: string, line: number): void;
  onFirstKeeps(this: void): void;
}

/** Barcodes that several products have: a scan must mean one of them. */
export function BarcodeQuestions({ report, answers, firstKeeps, onAnswer, onFirstKeeps }: BarcodeQuestionsProps) {
  const { t } = useTranslation('imports');
  const money = useMoney();
  return (
    <Panel
      title={t('questionsTitle', { count: report.questionCount })}
      extra={
        <Button disabled={firstKeeps} onClick={onFirstKeeps}>
          {t('firstKeeps')}
        </Button>
      }
    >
      <p className={styles['hint']}>{t('questionsNote')}</p>
      <ul className={styles['questions']}>
        {report.questions.map((question) => {
          const first = firstKeeps ? question.holders[0]?.line : undefined;
          return (
            <li key={question.barcode}>
              <p className={`${styles['barcode'] ?? ''} figures`}>{question.barcode}</p>
              <Radio.Group
                className={styles['holders'] ?? ''}
                aria-label={t('whoKeeps', { barcode: question.barcode })}
                value={answers[question.barcode] ?? first ?? null}
                onChange={(event) => onAnswer(question.barcode, Number(event.target.value))}
              >
                {question.holders.map((holder) => (
                  <Radio key={holder.line} value={holder.line}>
                    {holder.name}
                    <span className={`${styles['hint'] ?? ''} figures`}>
                      {' '}
                      {money.full(holder.priceMinor)} ·{' '}
                      {holder.line === 0 ? t('inCatalogue') : t('lineNumber', { line: holder.line })}
                      {holder.code !== undefined && holder.code !== null && ` · ${holder.code}`}
                    </span>
                  </Radio>
                ))}
              </Radio.Group>
            </li>
          );
        })}
      </ul>
      {report.questionCount > report.questions.length && (
        <p className={styles['hint']}>{t('questionsFirst', { count: report.questions.length })}</p>
      )}
    </Panel>
  );
}
