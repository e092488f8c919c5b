import { PlusOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Button, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role, StaffView } from '../../../api/types';
import { Page, Panel } from '../../../core/Frame';
import { ListTable } from '../../../core/ListTable';
import { useSession } from '../../../core/session';
import { staffList } from '../api/staff';
import styles from './Staff.module.css';
import { StaffDrawer } from './StaffDrawer';
import { Mark, type Tone } from '../../../core/Mark';

const tones: Readonly<Record<Role, Tone>> = { owner: 'warn', manager: 'info', cashier: 'calm' };

/** Who works here. */
export function StaffPage() {
  const { t } = useTranslation('staff');
  const localName = useLocalName();
  const { view: session } = useSession();
  const loaded = useLoad('', staffList);
  const [opened, setOpened] = useState<StaffView | 'new' | null>(null);
  const storeNames = new Map(session.stores.map((store) => [store.id, localName(store.name, store.nameEn)]));
  const storeOf = (person: StaffView): string =>
    person.storeId == null ? t('core:allStores') : (storeNames.get(person.storeId) ?? '–');
  const columns: readonly TableColumnType<StaffView>[] = [
    {
      title: t('number'),
      key: 'number',
      width: 120,
      render: (_, person) => <span className="figures">{person.number}</span>,
    },
    {
      title: t('name'),
      key: 'name',
      render: (_, person) => (
        <Button type="link" className={styles['link'] ?? ''} onClick={() => setOpened(person)}>
          {localName(person.name, person.nameEn)}
          {person.id === session.staffId && <span className={styles['hint']}> ({t('you')})</span>}
        </Button>
      ),
    },
    {
      title: t('role'),
      key: 'role',
      width: 130,
      render: (_, person) => <Mark tone={tones[person.role]}>{t(`core:roles.${person.role}`)}</Mark>,
    },
    { title: t('store'), key: 'store', width: 240, render: (_, person) => storeOf(person) },
    {
      title: t('office'),
      key: 'office',
      width: 140,
      render: (_, person) =>
        person.hasPassword ? t('mayLogIn') : <span className={styles['hint']}>{t('tillOnly')}</span>,
    },
    {
      title: t('state'),
      key: 'state',
      width: 110,
      render: (_, person) => (
        <Mark tone={person.active ? 'good' : 'calm'}>{t(person.active ? 'working' : 'disabled')}</Mark>
      ),
    },
  ];
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpened('new')}>
          {t('newPerson')}
        </Button>
      }
    >
      <Panel flush>
        <ListTable<StaffView>
          loaded={loaded}
          rows={loaded.data ?? []}
          columns={columns}
          label={t('title')}
          scrollX={860}
          keyOf={(person) => person.id}
          dim={(person) => !person.active}
          onOpen={setOpened}
          card={(person) => (
            <span className={styles['card']}>
              <span>
                <strong>{localName(person.name, person.nameEn)}</strong>{' '}
                <Mark tone={tones[person.role]}>{t(`core:roles.${person.role}`)}</Mark>
                <span className={styles['hint']}>
                  {person.number} · {storeOf(person)}
                </span>
              </span>
              {!person.active && <Mark tone="calm">{t('disabled')}</Mark>}
            </span>
          )}
          empty={<Notice title={t('none')} />}
        />
      </Panel>
      {opened !== null && (
        <StaffDrawer
          key={opened === 'new' ? 'new' : opened.id}
          person={opened === 'new' ? null : opened}
          onClose={() => setOpened(null)}
          onDone={() => {
            setOpened(null);
            loaded.reload();
          }}
        />
      )}
    </Page>
  );
}
