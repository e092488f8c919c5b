import { Refusal } from '@shared/api/refusal';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setUpOf } from '../../../api/setup';
import type { SetUpView } from '../../../api/types';
import { Button } from '../../../core/Button';
import { cx } from '../../../core/cx';
import { Band, Stage } from '../../../core/Stage';
import { usePending } from '../../../core/usePending';
import { useRefusalText } from '../../../core/useRefusalText';
import { ActivateForm } from './ActivateForm';
import { BlockForm } from './BlockForm';
import { ComponentForm } from './ComponentForm';
import { MoveForm } from './MoveForm';
import styles from './SetUp.module.css';

const lookEveryMs = 2_000;
const steps = ['activate', 'first', 'second', 'signIn'] as const;

const stepOf = (view: SetUpView): number =>
  view.stage === 'New' || view.stage === 'Blocked'
    ? 0
    : view.stage === 'Ready'
      ? view.signedIn
        ? 4
        : 3
      : view.waitingCustodian == null
        ? 1
        : 2;

/** Makes a terminal of this device: the host's code, the master key by two people, the first sign-in. */
export function SetUpPage({ ticket }: { readonly ticket: string }) {
  const { t } = useTranslation('setup');
  const [setUp] = useState(() => setUpOf(ticket));
  const [view, setView] = useState<SetUpView | null>(null);
  const [trouble, setTrouble] = useState<'away' | 'gone' | null>(null);
  const [forBlocks, setForBlocks] = useState(false);
  const [moves, setMoves] = useState(false);
  const refusalText = useRefusalText();
  const pending = usePending();
  const send = (request: () => Promise<SetUpView>): void => pending.run(async () => setView(await request()));

  useEffect(() => {
    let current = true;
    let timer: number | undefined;
    const look = (): void => {
      setUp.look().then(
        (next) => {
          if (!current) return;
          setView((before) => (before !== null && before.version > next.version ? before : next));
          setTrouble(null);
          timer = window.setTimeout(look, lookEveryMs);
        },
        (problem: unknown) => {
          if (!current) return;
          const gone = problem instanceof Refusal && problem.status === 404;
          setTrouble(gone ? 'gone' : 'away');
          if (!gone) timer = window.setTimeout(look, lookEveryMs);
        },
      );
    };
    look();
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [setUp]);

  if (view === null || trouble === 'gone') {
    return (
      <Stage title={t('title')}>
        <div className={styles['calm']} role="status">
          <h2>
            {trouble === 'gone' ? t('core:goneSetUp') : trouble === 'away' ? t('core:away') : t('core:connecting')}
          </h2>
          {trouble === 'gone' && <p>{t('core:goneSetUpText')}</p>}
        </div>
      </Stage>
    );
  }

  const step = stepOf(view);
  const said = pending.problem ?? (view.notice == null ? null : refusalText(view.notice));
  return (
    <Stage
      top
      title={view.terminal == null ? t('title') : t('who', { terminal: view.terminal, merchant: view.merchant ?? '–' })}
      band={trouble === 'away' ? <Band tone="danger">{t('core:away')}</Band> : null}
    >
      <ol className={styles['steps']} aria-label={t('progress')}>
        {steps.map((name, place) => (
          <li
            key={name}
            className={cx(styles['step'], place < step && styles['done'], place === step && styles['now'])}
            aria-current={place === step ? 'step' : undefined}
          >
            <span className={styles['dot']}>{place < step ? '✓' : place + 1}</span>
            <span>{t(`steps.${name}`)}</span>
          </li>
        ))}
      </ol>
      {said !== null && (
        <p className={styles['said']} role="alert">
          {said}
        </p>
      )}
      {step === 0 && (
        <ActivateForm view={view} busy={pending.busy} onActivate={(request) => send(() => setUp.activate(request))} />
      )}
      {(step === 1 || step === 2) && (
        <>
          <ComponentForm
            key={`${String(step)}/${String(forBlocks)}`}
            forBlocks={forBlocks}
            second={step === 2}
            waitingCustodian={view.waitingCustodian ?? null}
            waitingCheckValue={view.componentCheckValue ?? null}
            busy={pending.busy}
            onComponent={(request) => send(() => setUp.component(request))}
            onSwitch={() => setForBlocks(!forBlocks)}
          />
          {forBlocks && step === 1 && (
            <BlockForm busy={pending.busy} onBlock={(block) => send(() => setUp.block(block))} />
          )}
        </>
      )}
      {step >= 3 && moves && (
        <MoveForm
          view={view}
          busy={pending.busy}
          onMove={(request) =>
            send(async () => {
              const next = await setUp.move(request);
              setMoves(false);
              return next;
            })
          }
          onClose={() => setMoves(false)}
        />
      )}
      {step >= 3 && !moves && (
        <div className={styles['calm']}>
          <h2>{step === 3 ? t('signIn.title') : t('ready.title')}</h2>
          {view.checkValue != null && (
            <dl className={styles['check']}>
              <dt>{t('checkValue')}</dt>
              <dd>{view.checkValue}</dd>
            </dl>
          )}
          <p>{step === 3 ? t('signIn.text') : t('ready.text')}</p>
          {step === 3 && (
            <Button look="main" autoFocus busy={pending.busy} onClick={() => send(setUp.signIn)}>
              {t('signIn.go')}
            </Button>
          )}
          <p className={styles['place']}>
            {t('move.now')} <strong>{(view.hosts ?? []).join(' ')}</strong>{' '}
            <Button look="quiet" onClick={() => setMoves(true)}>
              {t('move.open')}
            </Button>
          </p>
        </div>
      )}
    </Stage>
  );
}
