import { LockOutlined } from '@ant-design/icons';
import { useLocalName } from '@shared/i18n/useLanguage';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffInfo, TillView } from '../../../api/types';
import { tillApi } from '../../../api/tillApi';
import { Dialog } from '../../../core/Dialog';
import { PinForm } from '../../../core/PinForm';
import { acceptView } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import styles from './Turned.module.css';

const holdMs = 700;

async function takeBack(pin: string): Promise<TillView> {
  const view = await tillApi.post<TillView>('unlock', { pin });
  acceptView(view);
  return view;
}

/** The customer's screen on the cashier's device: nothing but tip and language can be pressed, and only the PIN takes it back. */
export function TurnedScreen({ staff }: { readonly staff: StaffInfo }) {
  const { t } = useTranslation('turned');
  const localName = useLocalName();
  const { pending, act } = useAct();
  const [problem, setProblem] = useState<unknown>(null);
  const [asking, setAsking] = useState(false);
  const [hint, setHint] = useState(false);
  const timer = useRef(0);
  const release = (): void => {
    window.clearTimeout(timer.current);
  };
  const ask = (): void => {
    setHint(false);
    setAsking(true);
  };
  return (
    <div className={styles['turned']}>
      <iframe className={styles['frame']} src="/display/" title={t('customerScreen')} />
      <button
        type="button"
        className={styles['back']}
        onPointerDown={() => {
          timer.current = window.setTimeout(ask, holdMs);
        }}
        onPointerUp={release}
        onPointerLeave={release}
        onContextMenu={(event) => event.preventDefault()}
        onClick={(event) => {
          // A key has no length: it asks at once. A touch must last, so that a customer does not come upon it by chance.
          if (event.detail === 0) {
            ask();
          } else {
            setHint(true);
          }
        }}
      >
        <LockOutlined aria-hidden="true" />
        <span>{hint ? t('hold') : t('staff')}</span>
      </button>
      {asking && (
        <Dialog
          title={t('takeBack', { name: localName(staff.name, staff.nameEn) })}
          width={380}
          onClose={() => {
            setAsking(false);
            setProblem(null);
          }}
        >
          <PinForm
            withNumber={false}
            submitLabel={t('unlock')}
            pending={pending}
            problem={problem}
            onSubmit={(_, pin) => {
              void act(
                () => takeBack(pin),
                (refusal) => {
                  setProblem(refusal);
                  return true;
                },
              );
            }}
          />
        </Dialog>
      )}
    </div>
  );
}
