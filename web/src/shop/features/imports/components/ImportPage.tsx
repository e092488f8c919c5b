import { CheckCircleOutlined } from '@ant-design/icons';
import { Refusal } from '@shared/api/refusal';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Alert, Button, Steps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportRequest, ImportField, ImportFileView, ImportReport } from '../../../api/types';
import { Page, Panel } from '../../../core/Frame';
import { goTo } from '../../../core/route';
import { useNarrow } from '../../../core/useNarrow';
import { checkImport, largestBytes, openImport, saveImport, turnSheet } from '../api/imports';
import { BarcodeQuestions } from './BarcodeQuestions';
import { Busy } from './Busy';
import { Columns } from './Columns';
import { ColumnsStep } from './ColumnsStep';
import { Counts } from './Counts';
import { DropZone } from './DropZone';
import styles from './Imports.module.css';
import { NoteList } from './NoteList';
import { RefusedList } from './RefusedList';
import { SampleTable } from './SampleTable';

interface Chosen {
  readonly file: ImportFileView;
  readonly name: string;
  readonly columns: readonly (ImportField | null)[];
  readonly storeId: string | null;
  readonly answers: Readonly<Record<string, number>>;
  readonly firstKeeps: boolean;
}

type Stage =
  | { readonly at: 'choose' }
  | {
      readonly at: 'busy';
      readonly step: number;
      readonly id: string | null;
      readonly name: string;
      readonly sinceMs: number;
    }
  | { readonly at: 'columns'; readonly chosen: Chosen }
  | { readonly at: 'preview' | 'done'; readonly chosen: Chosen; readonly report: ImportReport };

const choicesOf = ({ columns, storeId, answers, firstKeeps }: Chosen): ImportRequest => ({
  columns: columns.flatMap((field, column) => (field === null ? [] : [{ column, field }])),
  storeId,
  barcodes: Object.entries(answers).map(([barcode, line]) => ({ barcode, line })),
  firstKeeps,
});

const fresh = (file: ImportFileView, name: string): Chosen => ({
  file,
  name,
  columns: file.columns.map((column) => column.field ?? null),
  storeId: file.stores.length === 1 ? (file.stores[0]?.id ?? null) : null,
  answers: {},
  firstKeeps: false,
});

const stepOf = { choose: 0, columns: 1, preview: 2, done: 3 } as const;

/** Brings products in from a table: choose, confirm the columns, look, save. */
export function ImportPage() {
  const { t } = useTranslation('imports');
  const problemText = useProblemText();
  const narrow = useNarrow();
  const [stage, setStage] = useState<Stage>({ at: 'choose' });
  const [problem, setProblem] = useState<unknown>(null);

  const run = async (
    step: number,
    id: string | null,
    name: string,
    back: Stage,
    work: () => Promise<Stage>,
  ): Promise<void> => {
    setProblem(null);
    setStage({ at: 'busy', step, id, name, sinceMs: Date.now() });
    try {
      setStage(await work());
    } catch (failure) {
      setProblem(failure);
      setStage(failure instanceof Refusal && failure.code === 'import.gone' ? { at: 'choose' } : back);
    }
  };

  const choose = (file: File): void => {
    if (file.size > largestBytes) {
      setProblem(new Refusal('body.too-large', {}, 413));
      return;
    }
    void run(0, null, file.name, { at: 'choose' }, async () => ({
      at: 'columns',
      chosen: fresh(await openImport(file), file.name),
    }));
  };
  const turn = (chosen: Chosen, sheet: string): void =>
    void run(1, null, chosen.name, { at: 'columns', chosen }, async () => ({
      at: 'columns',
      chosen: fresh(await turnSheet(chosen.file.id, sheet), chosen.name),
    }));
  const look = (chosen: Chosen, back: Stage): void =>
    void run(2, chosen.file.id, chosen.name, back, async () => ({
      at: 'preview',
      chosen,
      report: await checkImport(chosen.file.id, choicesOf(chosen)),
    }));
  const save = (chosen: Chosen, back: Stage): void =>
    void run(2, chosen.file.id, chosen.name, back, async () => ({
      at: 'done',
      chosen,
      report: await saveImport(chosen.file.id, choicesOf(chosen)),
    }));
  const again = (): void => {
    setProblem(null);
    setStage({ at: 'choose' });
  };

  const step = stage.at === 'busy' ? stage.step : stepOf[stage.at];
  const shown = stage.at === 'preview' || stage.at === 'done' ? stage : null;
  const nothing = shown !== null && shown.report.added + shown.report.changed + shown.report.stockCounts === 0;
  return (
    <Page title={t('title')} note={t('note')}>
      <Panel>
        <Steps
          className={styles['steps'] ?? ''}
          current={step}
          size="small"
          responsive={false}
          items={[t('step1'), t('step2'), t('step3'), t('step4')].map((title, index) => ({
            title: narrow && index !== step ? '' : title,
          }))}
        />
        {problem !== null && (
          <Alert type="error" showIcon role="alert" title={problemText(problem)} className={styles['alert'] ?? ''} />
        )}
        {stage.at === 'choose' && <DropZone onFile={choose} />}
        {stage.at === 'busy' && <Busy id={stage.id} name={stage.name} sinceMs={stage.sinceMs} />}
        {stage.at === 'columns' && (
          <ColumnsStep
            file={stage.chosen.file}
            name={stage.chosen.name}
            columns={stage.chosen.columns}
            storeId={stage.chosen.storeId}
            onColumns={(columns) => setStage({ at: 'columns', chosen: { ...stage.chosen, columns } })}
            onStore={(storeId) => setStage({ at: 'columns', chosen: { ...stage.chosen, storeId } })}
            onSheet={(sheet) => turn(stage.chosen, sheet)}
            onBack={again}
            onNext={() => look(stage.chosen, stage)}
          />
        )}
        {stage.at === 'preview' && (
          <>
            <p className={styles['dropTitle']}>{t('previewTitle', { name: stage.chosen.name })}</p>
            <Counts report={stage.report} />
            <div className={styles['actions']}>
              <Button onClick={() => setStage({ at: 'columns', chosen: stage.chosen })}>{t('changeColumns')}</Button>
              <Button type="primary" disabled={nothing} onClick={() => save(stage.chosen, stage)}>
                {t(nothing ? 'nothingToDo' : 'confirm', {
                  count: Math.max(stage.report.added + stage.report.changed, stage.report.stockCounts),
                })}
              </Button>
            </div>
          </>
        )}
        {stage.at === 'done' && (
          <>
            <p className={styles['done']} role="status">
              <CheckCircleOutlined aria-hidden="true" /> {t('doneTitle')}
            </p>
            <Counts report={stage.report} />
            <div className={styles['actions']}>
              <Button onClick={again}>{t('another')}</Button>
              <Button type="primary" onClick={() => goTo('products')}>
                {t('seeProducts')}
              </Button>
            </div>
          </>
        )}
      </Panel>
      {stage.at === 'preview' && stage.report.questionCount > 0 && (
        <BarcodeQuestions
          report={stage.report}
          answers={stage.chosen.answers}
          firstKeeps={stage.chosen.firstKeeps}
          onAnswer={(barcode, line) =>
            look({ ...stage.chosen, answers: { ...stage.chosen.answers, [barcode]: line } }, stage)
          }
          onFirstKeeps={() => look({ ...stage.chosen, firstKeeps: true }, stage)}
        />
      )}
      {shown !== null && shown.report.refusedCount > 0 && (
        <RefusedList id={shown.chosen.file.id} report={shown.report} />
      )}
      {shown !== null && shown.report.noteCounts.length > 0 && <NoteList report={shown.report} />}
      {stage.at === 'preview' && stage.report.sample.length > 0 && <SampleTable rows={stage.report.sample} />}
      {stage.at === 'choose' && <Columns />}
    </Page>
  );
}
