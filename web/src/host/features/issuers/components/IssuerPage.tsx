import { Notice } from '@shared/components/Notice';
import { Page, Pairs, Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { Mark } from '@shared/desk/Mark';
import { linkTo } from '@shared/desk/route';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Skeleton, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CardRange, LinkView, OwedView } from '../../../api/types';
import { useList } from '../../../core/lists';
import { useLive } from '../../../core/live';
import { schemeName } from '../../../core/Names';

function Link({ link }: { readonly link: LinkView }) {
  const { t } = useTranslation('issuers');
  const { state } = link;
  return (
    <Panel title={link.issuer} extra={<Mark tone={link.ready ? 'good' : 'bad'}>{t(link.ready ? 'up' : 'down')}</Mark>}>
      <Pairs
        rows={[
          [
            t('addresses'),
            link.addresses.map((address) => (
              <div key={address}>
                {address} {t(state?.connected.includes(address) === true ? 'connected' : 'notConnected')}
              </div>
            )),
          ],
          [t('acquirer'), link.acquirer],
          [t('inFlight'), String(state?.inFlight ?? 0)],
          [t('asked'), String(state?.asked ?? 0)],
          [t('answered'), String(state?.answered ?? 0)],
          [t('unanswered'), String(state?.unanswered ?? 0)],
          [t('late'), String(state?.late ?? 0)],
          [t('wrongMac'), String(state?.wrongMac ?? 0)],
          [t('waits'), `${String(link.answerMs / 1000)} s`],
          [t('owed'), String(link.owed)],
          state == null || state.lastProblem === '' ? null : [t('lastProblem'), state.lastProblem],
        ]}
      />
    </Panel>
  );
}

function Ranges() {
  const { t } = useTranslation('issuers');
  const loaded = useList<CardRange>('card-ranges');
  const columns: readonly TableColumnType<CardRange>[] = [
    { title: t('prefix'), key: 'prefix', render: (_, row) => <code>{row.prefix}</code> },
    { title: t('scheme'), key: 'scheme', render: (_, row) => schemeName(row.scheme) },
    { title: t('product'), key: 'product', render: (_, row) => t(`products.${row.product}`) },
    { title: t('issuer'), key: 'issuer', render: (_, row) => row.issuer },
  ];
  return (
    <Panel flush title={t('ranges')}>
      <ListTable
        loaded={loaded}
        rows={loaded.data ?? []}
        columns={columns}
        label={t('ranges')}
        keyOf={(row) => row.prefix}
        card={(row) => (
          <>
            <code>{row.prefix}</code> {schemeName(row.scheme)} · {t(`products.${row.product}`)} · {row.issuer}
          </>
        )}
        empty={<Notice title={t('noRanges')} text={t('noRangesText')} />}
      />
    </Panel>
  );
}

function OwedList() {
  const { t } = useTranslation('issuers');
  const language = useLanguage();
  const loaded = useList<OwedView>('owed');
  const what = (row: OwedView): string => t(`owedKinds.${String(row.mti)}`, { defaultValue: String(row.mti) });
  const columns: readonly TableColumnType<OwedView>[] = [
    { title: t('issuer'), key: 'issuer', render: (_, row) => row.issuer },
    { title: t('what'), key: 'what', render: (_, row) => what(row) },
    { title: t('rrn'), key: 'rrn', render: (_, row) => <a href={linkTo('transactions', row.rrn)}>{row.rrn}</a> },
    {
      title: t('since'),
      key: 'since',
      render: (_, row) => <span className="figures">{formatTime(row.sinceMs, 'full', language)}</span>,
    },
  ];
  return (
    <Panel flush title={t('owedTitle')}>
      <ListTable
        loaded={loaded}
        rows={loaded.data ?? []}
        columns={columns}
        label={t('owedTitle')}
        keyOf={(row) => `${row.issuer}/${row.rrn}/${String(row.mti)}`}
        card={(row) => (
          <>
            <a href={linkTo('transactions', row.rrn)}>{row.rrn}</a> {what(row)} · {row.issuer}
          </>
        )}
        empty={<Notice title={t('nothingOwed')} text={t('nothingOwedText')} />}
      />
    </Panel>
  );
}

/** The ways to issuers, whose cards are whose, and what issuers still have to be told. */
export function IssuerPage() {
  const { t } = useTranslation('issuers');
  const { view } = useLive();
  return (
    <Page title={t('title')} note={t('note')}>
      {view === null ? (
        <Panel>
          <Skeleton active />
        </Panel>
      ) : view.links.length === 0 ? (
        <Panel>
          <Notice title={t('none')} text={t('noneText')} />
        </Panel>
      ) : (
        <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(300px, 1fr))', gap: 16 }}>
          {view.links.map((link) => (
            <Link key={link.issuer} link={link} />
          ))}
        </div>
      )}
      <OwedList />
      <Ranges />
    </Page>
  );
}
