import { LoadedView } from '@shared/components/LoadedView';
import { useLoad } from '@shared/api/useLoad';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardOnDesk, CardProgram, FaultRule, LineRule } from '../../../api/types';
import { addIssuerFault, addLineFault, cardsOf, clearIssuerFaults, clearLineFaults, programs } from '../api/cards';
import type { WorldState } from '../api/useWorld';
import { CardFace } from './CardFace';
import { CardPicker } from './CardPicker';
import { ChipPanel } from './ChipPanel';
import board from '../../../core/Board.module.css';
import styles from './Cards.module.css';
import { FaultBoard } from './FaultBoard';
import { Standing } from './Standing';
import { Swipe } from './Swipe';

const lineFaults: readonly LineRule['fault'][] = ['HostSilent', 'AnswerLost', 'WrongMac', 'Slow', 'Cut'];
const lineTypes = ['0100', '0200', '0220', '0320', '0400', '0500', '0800', '0820'];
const issuerFaults: readonly FaultRule['fault'][] = [
  'Silence',
  'Loss',
  'Late',
  'Duplicate',
  'WrongMac',
  'DisconnectBefore',
  'DisconnectAfter',
  'OutOfOrder',
  'Garbage',
];
const issuerTypes = ['0100', '0200', '0220', '0420', '0800'];

interface TableProps {
  readonly programs: readonly CardProgram[];
  readonly state: WorldState;
}

function Table({ programs: all, state: { world, lost, refresh } }: TableProps) {
  const { t } = useTranslation('cards');
  const [name, setName] = useState(all[0]?.name ?? '');
  const [pan, setPan] = useState<string | null>(null);
  // What was changed here counts before what was loaded.
  const [changed, setChanged] = useState<ReadonlyMap<string, CardOnDesk>>(new Map());
  const loaded = useLoad(`${name}/${String(world?.issuer.counters.messages ?? 0)}`, async () => {
    const cards = await cardsOf(name);
    setChanged(new Map());
    return cards;
  });
  const program = all.find((each) => each.name === name);
  if (program === undefined) return null;
  const then = async (request: Promise<unknown>): Promise<void> => {
    await request;
    await refresh();
  };
  return (
    <div className={styles['table']}>
      <LoadedView loaded={loaded}>
        {(cards) => {
          const present = cards
            .filter(({ card }) => card.program === name)
            .map((each) => changed.get(each.card.pan) ?? each);
          const chosen = present.find(({ card }) => card.pan === pan) ?? present[0];
          return (
            <>
              <CardPicker
                programs={all}
                program={program}
                cards={present}
                pan={chosen?.card.pan ?? null}
                onProgram={setName}
                onCard={setPan}
              />
              {chosen !== undefined && (
                <div className={styles['middle']}>
                  <section className={board['card']} aria-label={t('yourCard')}>
                    <CardFace desk={chosen} program={program} />
                    <Swipe desk={chosen} reader={world?.reader ?? null} onSwiped={() => void refresh()} />
                    {lost && (
                      <p className={board['muted']} role="status">
                        {t('lost')}
                      </p>
                    )}
                  </section>
                  <ChipPanel desk={chosen} />
                  <Standing
                    key={chosen.card.pan}
                    desk={chosen}
                    onChanged={(next) => setChanged(new Map([...changed, [next.card.pan, next]]))}
                  />
                </div>
              )}
            </>
          );
        }}
      </LoadedView>
      <div className={styles['boards']}>
        {world?.line != null && (
          <FaultBoard
            name="line"
            faults={lineFaults}
            slow="Slow"
            types={lineTypes}
            rules={world.line.rules}
            terminals={world.line.terminals}
            onAdd={(rule) => then(addLineFault(rule))}
            onClear={() => then(clearLineFaults())}
          />
        )}
        {world !== null && (
          <FaultBoard
            name="issuer"
            faults={issuerFaults}
            slow="Late"
            types={issuerTypes}
            rules={world.issuer.faults}
            terminals={null}
            onAdd={(rule) => then(addIssuerFault(rule))}
            onClear={() => then(clearIssuerFaults())}
          />
        )}
      </div>
    </div>
  );
}

/** The virtual cards, the reader they go through, and everything between them and their issuer that can go wrong. */
export function CardsDesk({ state }: { readonly state: WorldState }) {
  const loaded = useLoad('programs', programs);
  return <LoadedView loaded={loaded}>{(all) => <Table programs={all} state={state} />}</LoadedView>;
}
