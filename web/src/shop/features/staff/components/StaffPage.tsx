import { PlusOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Button, Tag, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role, StaffView } from '../../../api/types';
import { Page, Panel } from '../../../core/Frame';
import { ListTable } from '../../../core/ListTable';
import { useSession } from '../../../core/session';
import { staffList } from '../api/staff';
import styles from './Staff.module.css';
import { StaffDrawer } from './StaffDrawer';

const tones: Readonly<Record<Role, string>> = { owner: 'gold', manager: 'cyan', cashier: 'default' };

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
      render: (_, person) => <Tag color={tones[person.role]}>{t(`core:roles.${person.role}`)}</Tag>,
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
        <Tag color={person.active ? 'green' : 'default'}>{t(person.active ? 'working' : 'disabled')}</Tag>
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
                <Tag color={tones[person.role]}>{t(`core:roles.${person.role}`)}</Tag>
                <span className={styles['hint']}>
                  {person.number} · {storeOf(person)}
                </span>
              </span>
              {!person.active && <Tag>{t('disabled')}</Tag>}
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
