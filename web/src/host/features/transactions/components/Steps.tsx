import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Timeline } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TransactionStory } from '../../../api/types';
import { colors } from '@shared/theme/theme';
import records from '@shared/desk/Records.module.css';

interface Step {
  readonly key: string;
  readonly atMs: number | null;
  readonly color: string;
  readonly text: ReactNode;
}

function clock(atMs: number, time: string): string {
  return `${time}.${String(atMs % 1000).padStart(3, '0')}`;
}

function useSteps(story: TransactionStory): readonly Step[] {
  const { t } = useTranslation('transactions');
  const language = useLanguage();
  const { row } = story;
  const steps: Step[] = [
    {
      key: 'asked',
      atMs: row.atMs,
      color: colors.teal,
      text: t('steps.asked', { terminal: row.terminal, flow: t(`core:flows.${row.flow}`) }),
    },
  ];
  if (story.stan != null) {
    steps.push({
      key: 'sent',
      atMs: null,
      color: colors.teal,
      text: t('steps.sent', { issuer: row.issuer, stan: String(story.stan).padStart(6, '0') }),
    });
    if (story.messages.some((message) => message.way === 'IssuerToHost')) {
      steps.push({ key: 'said', atMs: null, color: colors.teal, text: t('steps.said', { issuer: row.issuer }) });
    } else if (story.endedMs != null && story.messages.some((message) => message.way === 'HostToIssuer')) {
      steps.push({
        key: 'silent',
        atMs: null,
        color: colors.danger,
        text: t('steps.silent', { issuer: row.issuer }),
      });
    }
  }
  if (story.endedMs == null) {
    steps.push({ key: 'open', atMs: null, color: colors.persimmon, text: t('steps.open') });
  } else {
    steps.push({
      key: 'ended',
      atMs: story.endedMs,
      color: row.standing === 'Declined' ? colors.danger : colors.success,
      text: t(row.standing === 'Declined' ? 'steps.refused' : 'steps.ended', {
        code: row.code,
        meaning: language === 'en' ? story.meaning?.english : story.meaning?.chinese,
      }),
    });
  }
  for (const later of story.later) {
    steps.push({
      key: later.rrn,
      atMs: later.atMs,
      color: colors.persimmon,
      text: t('steps.later', { flow: t(`core:flows.${later.flow}`), rrn: later.rrn }),
    });
  }
  for (const owed of story.owed) {
    const name = `${owed.issuer}-${String(owed.mti)}`;
    const what = t(`owed.${String(owed.mti)}`, { defaultValue: String(owed.mti) });
    steps.push({
      key: `owed-${name}`,
      atMs: owed.sinceMs,
      color: colors.persimmon,
      text: t('steps.owed', { issuer: owed.issuer, what }),
    });
    if (owed.answeredMs != null) {
      steps.push({
        key: `told-${name}`,
        atMs: owed.answeredMs,
        color: colors.success,
        text: t('steps.told', { issuer: owed.issuer, what, code: owed.code }),
      });
    }
  }
  // What has no time of its own stands behind what came before it.
  let last = 0;
  return steps
    .map((step, index) => ({ step, index, at: (last = step.atMs ?? last) }))
    .sort((left, right) => left.at - right.at || left.index - right.index)
    .map(({ step }) => step);
}

/** What happened, one after the other. */
export function Steps({ story }: { readonly story: TransactionStory }) {
  const language = useLanguage();
  const steps = useSteps(story);
  return (
    <Timeline
      items={steps.map((step) => ({
        key: step.key,
        color: step.color,
        content: (
          <div className={records['step']}>
            {step.atMs !== null && (
              <span className={`${records['hint'] ?? ''} figures`}>
                {clock(step.atMs, formatTime(step.atMs, 'full', language))}
              </span>
            )}
            <span>{step.text}</span>
          </div>
        ),
      }))}
    />
  );
}
