import { Refusal } from '@shared/api/refusal';
import { Notice } from '@shared/components/Notice';
import { onLoginNeeded } from '@shared/desk/contact';
import { deskTheme, handTheme } from '@shared/desk/deskThemes';
import { useMedia } from '@shared/desk/useNarrow';
import { setStoreTimeZone } from '@shared/i18n/time';
import { useProblemText } from '@shared/i18n/useProblemText';
import { App as AntApp, Button, ConfigProvider, Spin } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostSession } from './api/types';
import { currentSession, setupState } from './features/session/api/session';
import { LoginPage, type Ended } from './features/session/components/LoginPage';
import { SetupPage } from './features/session/components/SetupPage';
import { Inside } from './layout/Inside';

// The host's clock is Beijing's (HostClock), wherever the browser stands.
setStoreTimeZone('Asia/Shanghai');

type Place =
  | { readonly at: 'door' }
  | { readonly at: 'setup' }
  | { readonly at: 'login'; readonly ended: Ended | null }
  | { readonly at: 'inside'; readonly view: HostSession }
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
    return (await setupState()).needed ? { at: 'setup' } : { at: 'login', ended: null };
  } catch (problem) {
    return { at: 'lost', problem };
  }
}

/** The acquiring host: set-up, login, and the pages inside. */
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
      setPlace({ at: 'login', ended });
    }
  };
  const leaveEnded = useEffectEvent(() => leave({ why: 'server' }));
  useEffect(() => onLoginNeeded(() => leaveEnded()), []);

  const enter = (view: HostSession): void => setPlace({ at: 'inside', view });
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
        {place.at === 'login' && <LoginPage ended={place.ended} onEntered={enter} />}
        {place.at === 'inside' && <Inside view={place.view} onRefresh={look} onLeave={leave} />}
      </AntApp>
    </ConfigProvider>
  );
}
