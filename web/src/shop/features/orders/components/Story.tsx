import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import records from '@shared/desk/Records.module.css';
import { Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FactView, OrderEdit, OrderStory } from '../../../api/types';
import { Panel } from '../../../core/Frame';
import { useMoney } from '../../../core/session';
import styles from './Orders.module.css';

interface StoryProps {
  readonly story: OrderStory;
  nameOf(this: void, id: string | null | undefined): string;
}

type Step =
  | { readonly kind: 'edit'; readonly atMs: number; readonly edit: OrderEdit }
  | { readonly kind: 'fact'; readonly atMs: number; readonly fact: FactView };

function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** Everything that happened to an order, in the order in which it happened. */
export function Story({ story, nameOf }: StoryProps) {
  const { t } = useTranslation('orders');
  const language = useLanguage();
  const money = useMoney();
  const steps: Step[] = [
    ...story.order.edits.map((edit) => ({ kind: 'edit' as const, atMs: edit.atMs, edit })),
    ...story.facts.map((fact) => ({ kind: 'fact' as const, atMs: fact.atMs, fact })),
  ].sort((left, right) => left.atMs - right.atMs);

  const editText = (edit: OrderEdit): string =>
    [
      t(`edits.${edit.what}`, { defaultValue: edit.what }),
      edit.lineName,
      edit.reason ?? '',
      money.full(-edit.amountMinor),
      nameOf(edit.staffId),
      edit.approvedBy == null ? '' : t('approvedByName', { name: nameOf(edit.approvedBy) }),
    ]
      .filter((part) => part !== '')
      .join(' · ');
  return (
    <Panel title={t('story')}>
      <Timeline
        items={steps.map((step) => ({
          color: step.kind === 'edit' ? '#b4540a' : '#0b5a54',
          content: (
            <div className={`${records['step'] ?? ''} ${styles['story'] ?? ''}`}>
              <span className={`${records['hint'] ?? ''} figures`}>{formatTime(step.atMs, 'full', language)}</span>
              {step.kind === 'edit' ? (
                <span className="figures">{editText(step.edit)}</span>
              ) : (
                <>
                  <span>{t(`facts.${step.fact.kind}`, { defaultValue: step.fact.kind })}</span>
                  <details>
                    <summary>
                      {t('factLine', { sequence: step.fact.sequence, hash: step.fact.hash.slice(0, 12) })}
                    </summary>
                    <p className={records['hint']}>
                      {t('received', { time: formatTime(step.fact.receivedAtMs, 'full', language) })}
                      <br />
                      {step.fact.hash}
                    </p>
                    <pre className={styles['body']} tabIndex={0}>
                      {readable(step.fact.body)}
                    </pre>
                  </details>
                </>
              )}
            </div>
          ),
        }))}
      />
    </Panel>
  );
}
