import { Refusal } from '@shared/api/refusal';
import { Notice } from '@shared/components/Notice';
import { useProblemText } from '@shared/i18n/useProblemText';
import { App as AntApp, Button, ConfigProvider, Spin } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onLoginNeeded } from './api/contact';
import type { SessionView } from './api/types';
import { deskTheme, handTheme } from '@shared/desk/deskThemes';
import { useMedia } from './core/useNarrow';
import { currentSession, setupState } from './features/session/api/session';
import { LoginPage, type Ended } from './features/session/components/LoginPage';
import { SetupPage } from './features/session/components/SetupPage';
import { Inside } from './layout/Inside';

type Place =
  | { readonly at: 'door' }
  | { readonly at: 'setup' }
  | { readonly at: 'login'; readonly merchantName: string | null; readonly demo: boolean; readonly ended: Ended | null }
  | { readonly at: 'inside'; readonly view: SessionView }
  | { readonly at: 'lost'; readonly problem: unknown };

async function findPlace(): Promise<Place> {
  try {
    return { at: 'inside', view: await currentSession() };
  } catch (problem) {
    if (!(problem instanceof Refusal && problem.status === 401)) {
      return { at: 'lost', problem };
    }
  }
  try {
    const { needed, merchantName, demo } = await setupState();
    return needed ? { at: 'setup' } : { at: 'login', merchantName: merchantName ?? null, demo, ended: null };
  } catch (problem) {
    return { at: 'lost', problem };
  }
}

/** The back office: set-up, login, and the pages inside. */
export function App() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const touch = useMedia('(pointer: coarse), (max-width: 767px)');
  const [place, setPlace] = useState<Place>({ at: 'door' });

  const look = (): void => void findPlace().then(setPlace);
  const lookFirst = useEffectEvent(look);
  useEffect(() => {
    lookFirst();
  }, []);

  const leave = (ended: Ended | null): void => {
    if (place.at === 'inside') {
      // What else the log-in page shows is the server's to say.
      void findPlace().then((found) => setPlace(found.at === 'login' ? { ...found, ended } : found));
    }
  };
  const leaveEnded = useEffectEvent(() => leave({ why: 'server' }));
  useEffect(() => onLoginNeeded(() => leaveEnded()), []);

  const enter = (view: SessionView): void => setPlace({ at: 'inside', view });
  return (
    <ConfigProvider theme={touch ? handTheme : deskTheme}>
      <AntApp component={false} message={{ maxCount: 3, top: 64 }}>
        {place.at === 'door' && <Spin fullscreen description={t('connecting')} />}
        {place.at === 'lost' && (
          <Notice tone="danger" title={t('loadFailed')} text={problemText(place.problem)}>
            <Button type="primary" onClick={look}>
              {t('retry')}
            </Button>
          </Notice>
        )}
        {place.at === 'setup' && <SetupPage onEntered={enter} />}
        {place.at === 'login' && (
          <LoginPage merchantName={place.merchantName} demo={place.demo} ended={place.ended} onEntered={enter} />
        )}
        {place.at === 'inside' && <Inside view={place.view} onRefresh={look} onLeave={leave} />}
      </AntApp>
    </ConfigProvider>
  );
}
