import { Refusal } from '@shared/api/refusal';
import { Notice } from '@shared/components/Notice';
import { useProblemText } from '@shared/i18n/useProblemText';
import { App as AntApp, Button, ConfigProvider, Spin } from 'antd';
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { onLoginNeeded, onSessionChanged } from './contact';
import { deskTheme, handTheme } from './deskThemes';
import type { Ended } from './LoginForm';
import { useMedia } from './useNarrow';

type Place<TView, TDoor> =
  | { readonly at: 'way' }
  | { readonly at: 'door'; readonly door: TDoor; readonly ended: Ended | null }
  | { readonly at: 'inside'; readonly view: TView }
  | { readonly at: 'lost'; readonly problem: unknown };

interface DeskAppProps<TView, TDoor> {
  /** Who is logged in; a 401 when nobody is. */
  session(this: void): Promise<TView>;
  /** What whoever is not logged in may know. */
  door(this: void): Promise<TDoor>;
  logOut(this: void): Promise<void>;
  outside(this: void, door: TDoor, ended: Ended | null, enter: (view: TView) => void): ReactNode;
  inside(this: void, view: TView, look: () => void, leave: (ended: Ended | null) => void): ReactNode;
}

/** A desk behind a log-in: finds out where its reader stands, and leads them out when the session ends. */
export function DeskApp<TView, TDoor>({ session, door, logOut, outside, inside }: DeskAppProps<TView, TDoor>) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const touch = useMedia('(pointer: coarse), (max-width: 767px)');
  const [place, setPlace] = useState<Place<TView, TDoor>>({ at: 'way' });

  const find = async (ended: Ended | null): Promise<Place<TView, TDoor>> => {
    try {
      return { at: 'inside', view: await session() };
    } catch (problem) {
      if (!(problem instanceof Refusal && problem.status === 401)) {
        return { at: 'lost', problem };
      }
    }
    try {
      return { at: 'door', door: await door(), ended };
    } catch (problem) {
      return { at: 'lost', problem };
    }
  };
  const look = (): void => void find(null).then(setPlace);
  const lookFirst = useEffectEvent(look);
  useEffect(() => {
    lookFirst();
  }, []);

  const leave = (ended: Ended | null): void => {
    if (place.at === 'inside') {
      // Nothing of the inside is seen any more, however long the server takes.
      setPlace({ at: 'way' });
      void logOut()
        .catch(() => undefined)
        .then(() => find(ended))
        .then(setPlace);
    }
  };
  const leaveEnded = useEffectEvent(() => leave({ why: 'server' }));
  useEffect(() => onLoginNeeded(() => leaveEnded()), []);
  const lookAgain = useEffectEvent(() => {
    if (place.at === 'inside') look();
  });
  useEffect(() => onSessionChanged(() => lookAgain()), []);

  const enter = (view: TView): void => setPlace({ at: 'inside', view });
  return (
    <ConfigProvider theme={touch ? handTheme : deskTheme}>
      <AntApp component={false} message={{ maxCount: 3, top: 64 }}>
        {place.at === 'way' && <Spin fullscreen description={t('connecting')} />}
        {place.at === 'lost' && (
          <Notice tone="danger" title={t('loadFailed')} text={problemText(place.problem)}>
            <Button type="primary" onClick={look}>
              {t('retry')}
            </Button>
          </Notice>
        )}
        {place.at === 'door' && outside(place.door, place.ended, enter)}
        {place.at === 'inside' && inside(place.view, look, leave)}
      </AntApp>
    </ConfigProvider>
  );
}
