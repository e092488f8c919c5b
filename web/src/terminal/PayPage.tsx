import { useNow } from '@shared/components/useNow';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryView } from './api/types';
import { Button } from './core/Button';
import { money } from './core/money';
import { Band, Stage } from './core/Stage';
import { useEntry } from './core/useEntry';
import { useKeys } from './core/useKeys';
import { usePending } from './core/usePending';
import { useRefusalText } from './core/useRefusalText';
import { CardWait } from './features/card/components/CardWait';
import { ChooseApplication } from './features/card/components/ChooseApplication';
import { StripeReader } from './features/card/components/StripeReader';
import { TypedCard } from './features/card/components/TypedCard';
import { Balance } from './features/outcome/components/Balance';
import { Outcome } from './features/outcome/components/Outcome';
import { PinPad } from './features/pin/components/PinPad';
import { TurnedScreen } from './features/pin/components/TurnedScreen';
import { SignaturePad } from './features/signature/components/SignaturePad';
import { WaitFor } from './features/wait/components/WaitFor';
import { Message } from './Message';

const warnBelowSeconds = 20;
// Long enough to be read from the other side of a counter; a balance is read by its holder, after turning the screen.
const outcomeMs = 2_000;
const balanceMs = 30_000;
const forgottenMs = 20_000;

/** Tells the till's page that how it ended was read. It learns nothing else. */
function sayRead(): void {
  if (window.parent !== window) window.parent.postMessage('guitai-terminal-read', '*');
}

/** How long the end stays on the screen; null: there is none yet. */
function readingMs(view: EntryView | null): number | null {
  if (view === null || view.asksSignature || !['Approved', 'Declined', 'Cancelled'].includes(view.state)) return null;
  // Whoever forgets a card in the reader is told until it is out.
  if (view.holdsCard) return forgottenMs;
  if (view.balanceMinor != null) return balanceMs;
  return view.notice?.code === 'payment.cancelled' ? 0 : outcomeMs;
}

function TimeLeft({ untilMs }: { readonly untilMs: number }) {
  const { t } = useTranslation('core');
  const seconds = Math.ceil((untilMs - useNow(1_000)) / 1_000);
  return seconds > 0 && seconds <= warnBelowSeconds ? <Band>{t('leftSeconds', { count: seconds })}</Band> : null;
}

interface PayPageProps {
  readonly ticket: string;
  /** This screen stands before the customer already: nobody has to turn it. */
  readonly atCustomer: boolean;
}

/** One payment, as the person at the counter and the customer see it. */
export function PayPage({ ticket, atCustomer }: PayPageProps) {
  const { t } = useTranslation('core');
  const { view, away, gone, entry, take } = useEntry(ticket);
  const refusalText = useRefusalText();
  const pending = usePending();
  const [typing, setTyping] = useState(false);
  const [asksGiveUp, setAsksGiveUp] = useState(false);
  // Which PIN pad the customer sees; its order of digits is its name.
  const [turned, setTurned] = useState<string | null>(null);
  const [handedBack, setHandedBack] = useState(true);
  const send = (request: () => Promise<EntryView>): void => pending.run(async () => take(await request()));

  const ended = view !== null && (view.state === 'Approved' || view.state === 'Declined' || view.state === 'Cancelled');
  const mayCancel = view !== null && (view.state === 'Waiting' || view.state === 'UnderWay');
  const cancel = (): void => {
    setAsksGiveUp(false);
    send(entry.cancel);
  };
  const reading = readingMs(view);
  useEffect(() => {
    if (reading === null) return undefined;
    const timer = window.setTimeout(sayRead, reading);
    return () => window.clearTimeout(timer);
  }, [reading]);
  useKeys((event) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    if (typing && view?.waits === 'Card') setTyping(false);
    else if (asksGiveUp) setAsksGiveUp(false);
    else if (mayCancel && view.state === 'Waiting') cancel();
    else if (mayCancel) setAsksGiveUp(true);
  });

  if (view === null || (gone && !ended)) {
    const [title, text] = gone
      ? [t('gone'), t('goneText')]
      : away
        ? [t('away'), t('awayText')]
        : [t('connecting'), null];
    return <Message title={title} text={text} busy={!gone} />;
  }

  const amount = view.amountMinor == null ? undefined : money(view.amountMinor, view.currency);
  const card =
    view.card == null
      ? null
      : `${t(`card:schemes.${view.card.scheme}`, { defaultValue: t('card:schemes.other') })} ${view.card.masked}`;
  const said = pending.problem ?? (view.notice == null ? null : refusalText(view.notice));
  const band =
    away && !ended ? (
      <Band tone="danger">{t('away')}</Band>
    ) : view.untilMs == null ? null : (
      <TimeLeft untilMs={view.untilMs} />
    );
  const frame = { title: t(`kinds.${view.kind}`), amount, amountLabel: t('amount'), band };
  const cancelButton = (
    <Button busy={pending.busy} onClick={view.state === 'Waiting' ? cancel : () => setAsksGiveUp(true)}>
      {view.state === 'Waiting' ? t('common:cancel') : t('giveUp')}
    </Button>
  );

  const wayOut = asksGiveUp ? (
    <>
      <p role="alert">{t('giveUpAsk')}</p>
      <Button look="danger" busy={pending.busy} onClick={cancel}>
        {t('giveUpYes')}
      </Button>
      <Button autoFocus onClick={() => setAsksGiveUp(false)}>
        {t('giveUpNo')}
      </Button>
    </>
  ) : (
    cancelButton
  );
  const done = (
    <Button autoFocus onClick={sayRead}>
      {t('done')}
    </Button>
  );
  // Then the code's own sentences say it better.
  const saysCode = view.notice?.code === 'payment.declined' && view.code != null;

  if (view.state === 'Waiting' && view.waits === 'Pin' && view.pad != null) {
    const { pad } = view;
    const shown = atCustomer || turned === pad.layout;
    return (
      <Stage
        {...frame}
        dark={shown}
        title={shown ? t('pin:pad') : frame.title}
        amount={shown ? undefined : amount}
        footer={shown ? undefined : cancelButton}
      >
        {shown ? (
          <PinPad
            key={pad.layout}
            pad={pad}
            amount={amount ?? null}
            card={card}
            said={said}
            busy={pending.busy}
            onKeys={(keys) => {
              setHandedBack(false);
              send(() => entry.pin(keys));
            }}
            onCancel={cancel}
          />
        ) : (
          <TurnedScreen key="customer" to="customer" onReady={() => setTurned(pad.layout)} />
        )}
      </Stage>
    );
  }
  if (!atCustomer && !handedBack && turned !== null && view.state !== 'Waiting' && !ended) {
    return (
      <Stage {...frame}>
        <TurnedScreen key="cashier" to="cashier" onReady={() => setHandedBack(true)} />
      </Stage>
    );
  }
  if (view.state === 'Waiting' && view.waits === 'Card') {
    const mayType = view.mayType;
    const readsTyped = typing && mayType;
    return (
      <Stage
        {...frame}
        amount={amount ?? (view.kind === 'Balance' ? undefined : t('amountLater'))}
        footer={
          <>
            {cancelButton}
            {mayType && (
              <Button look="quiet" onClick={() => setTyping(!typing)}>
                {readsTyped ? t('card:swipe') : t('card:type')}
              </Button>
            )}
          </>
        }
      >
        <StripeReader onTracks={(tracks) => send(() => entry.swipe(tracks))} />
        {readsTyped ? (
          <TypedCard busy={pending.busy} said={said} onTyped={(typed) => send(() => entry.typed(typed))} />
        ) : (
          <CardWait said={said} inserts={view.inserts} taps={view.taps} holdsCard={view.holdsCard} />
        )}
      </Stage>
    );
  }
  if (view.state === 'Waiting' && view.waits === 'Application' && view.applications != null) {
    return (
      <Stage {...frame} footer={cancelButton}>
        <ChooseApplication
          key={view.applications.length}
          names={view.applications.map(({ name }) => name)}
          said={said}
          busy={pending.busy}
          onChosen={(index) => send(() => entry.application(index))}
        />
      </Stage>
    );
  }
  if (view.asksSignature) {
    return (
      <Stage {...frame} title={t('amount')} footer={mayCancel ? wayOut : undefined}>
        <SignaturePad
          card={card}
          busy={pending.busy}
          said={pending.problem}
          onSigned={(strokes) => send(() => entry.signature(strokes))}
        />
      </Stage>
    );
  }
  if (view.state === 'Approved' && view.balanceMinor != null) {
    return (
      <Stage title={frame.title} footer={done}>
        <Balance balanceMinor={view.balanceMinor} currency={view.currency} card={card} />
      </Stage>
    );
  }
  if (ended) {
    return (
      <Stage {...frame} title={amount === undefined ? frame.title : t('amount')} footer={done}>
        <Outcome
          kind={view.kind}
          state={view.state}
          code={view.code ?? null}
          card={card}
          said={view.notice == null || saysCode ? null : refusalText(view.notice)}
          holdsCard={view.holdsCard}
        />
      </Stage>
    );
  }
  return (
    <Stage {...frame} footer={mayCancel ? wayOut : undefined}>
      <WaitFor
        payment={view.kind}
        waits={view.waits}
        state={view.state}
        sinceMs={view.waitsSinceMs}
        card={card}
        said={said}
      />
    </Stage>
  );
}
