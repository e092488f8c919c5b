import { LoadedView } from '@shared/components/LoadedView';
import { useLoad } from '@shared/api/useLoad';
import { Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhoneCustomer, WalletsState } from '../../../api/types';
import { customers, phoneOf } from '../api/phone';
import { useFollowed, type Followed } from '../../../core/useFollowed';
import { CustomerPicker } from './CustomerPicker';
import board from '../../../core/Board.module.css';
import styles from './Phone.module.css';
import { PhoneFrame } from './PhoneFrame';
import { WalletDoors } from './WalletDoors';
import { WalletFaults } from './WalletFaults';

const everyMs = 1_000;

interface TableProps {
  readonly people: readonly PhoneCustomer[];
  readonly wallets: Followed<WalletsState>;
}

function Table({ people, wallets }: TableProps) {
  const { t } = useTranslation('phone');
  const [index, setIndex] = useState(people[0]?.index ?? 0);
  const phone = useFollowed(String(index), everyMs, () => phoneOf(index));
  const chosen = phone.data?.customer ?? people.find((each) => each.index === index);
  if (chosen === undefined) return null;
  return (
    <div className={styles['table']}>
      <CustomerPicker customers={people} chosen={chosen} onPick={setIndex} onChanged={phone.put} />
      <div className={styles['hold']}>
        {phone.data === null ? (
          <Skeleton active paragraph={{ rows: 10 }} />
        ) : (
          <PhoneFrame key={index} phone={phone.data} state={phone} />
        )}
        {phone.lost && (
          <p className={board['muted']} role="status">
            {t('lost')}
          </p>
        )}
      </div>
      {wallets.data !== null && (
        <div className={styles['boards']}>
          <WalletFaults state={wallets.data} onChanged={wallets.put} />
          <WalletDoors state={wallets.data} onChanged={wallets.put} />
        </div>
      )}
    </div>
  );
}

/** The customers' phones, and everything at their wallets that can go wrong. */
export function PhoneDesk({ wallets }: { readonly wallets: Followed<WalletsState> }) {
  const loaded = useLoad('customers', customers);
  return <LoadedView loaded={loaded}>{(people) => <Table people={people} wallets={wallets} />}</LoadedView>;
}
