import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SlotState } from '../../../api/types';
import { commandName } from '../chipCommands';
import { money } from '../cardText';
import styles from './Chip.module.css';

interface ChipPlaceProps {
  readonly slot: SlotState;
  /** Whether there is a chip to put. */
  readonly ready: boolean;
  /** False when the kind of chip cannot be read here. */
  readonly fits: boolean;
  readonly busy: boolean;
  onPut(this: void): void;
  onTake(this: void): void;
  onRenew(this: void): void;
}

/** A slot or a field: what is in it, what it was asked last, and what it remembers. */
export function ChipPlace({ slot, ready, fits, busy, onPut, onTake, onRenew }: ChipPlaceProps) {
  const { t } = useTranslation('cards');
  const side = slot.side === 'Contactless' ? 'Contactless' : 'Contact';
  const has = slot.cards > 0;
  const kind = slot.file == null ? '' : t(`chips.kinds.${slot.file}`, { defaultValue: slot.file });
  return (
    <section className={styles['place']} data-side={side} data-full={has} aria-label={t(`chips.places.${side}`)}>
      <h3>{t(`chips.places.${side}`)}</h3>
      <p className={styles['what']} role="status">
        {!has && t(`chips.empty.${side}`)}
        {slot.cards > 1 && t('chips.collision')}
        {slot.cards === 1 && (
          <>
            <b>{slot.pan?.slice(-4)}</b> {kind}
          </>
        )}
      </p>
      {slot.readerHasIt != null && has && (
        <p className={styles['reader']} data-there={slot.readerHasIt}>
          {t(slot.readerHasIt ? 'chips.reader.yes' : 'chips.reader.no')}
        </p>
      )}
      {slot.cards === 1 && (
        <dl className={styles['facts']}>
          <dt>{t('chips.facts.last')}</dt>
          <dd>
            {slot.last == null ? (
              t('chips.waiting')
            ) : (
              <>
                {t('chips.lastOf', { number: slot.last.number, name: commandName(slot.last.instruction) })}{' '}
                <code>{slot.last.status ?? t('chips.torn')}</code>
              </>
            )}
          </dd>
          {slot.applications.map((each) => (
            <div key={each.label} className={styles['application']}>
              {slot.applications.length > 1 && (
                <dt className={styles['label']}>
                  {each.label} {each.blocked && `· ${t('chips.blocked')}`}
                </dt>
              )}
              <dt>{t('chips.facts.counter')}</dt>
              <dd>{each.counter}</dd>
              <dt>{t('chips.facts.pinTries')}</dt>
              <dd>
                {each.pinTries}
                {each.blocked && slot.applications.length === 1 && ` · ${t('chips.blocked')}`}
              </dd>
              {each.offline > 0 && (
                <>
                  <dt>{t('chips.facts.offline')}</dt>
                  <dd>{each.offline}</dd>
                </>
              )}
              {each.tapBalanceMinor != null && (
                <>
                  <dt>{t('chips.facts.tapBalance')}</dt>
                  <dd>{money(each.tapBalanceMinor)}</dd>
                </>
              )}
            </div>
          ))}
        </dl>
      )}
      {!has && ready && !fits && <p className={styles['cannot']}>{t(`chips.cannot.${side}`)}</p>}
      <div className={styles['hands']}>
        {(!has || (side === 'Contactless' && slot.cards === 1)) && (
          <Button type={has ? 'default' : 'primary'} disabled={!ready || busy} onClick={onPut}>
            {t(`chips.put.${side}`)}
          </Button>
        )}
        {has && (
          <Button danger disabled={busy} onClick={onTake}>
            {t(`chips.take.${side}`)}
          </Button>
        )}
        {slot.cards === 1 && (
          <Button disabled={busy} onClick={onRenew}>
            {t('chips.renew')}
          </Button>
        )}
      </div>
    </section>
  );
}
