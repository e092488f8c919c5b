import { CheckCircleFilled, PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LastSaleView } from '../../../api/types';
import { focusOnMount } from '../../../core/focusOnMount';
import { PrintQuestion } from '../../../core/PrintQuestion';
import { KeyLayer, useShortcut } from '../../../core/shortcuts';
import { useTill } from '../../../core/tillStore';
import { useTenderName } from '../../../core/tenderNames';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { dismissSale, printReceipt } from '../api/pay';
import styles from './Pay.module.css';

const troubled = new Set(['failed', 'uncertain']);
const known = new Set(['printed', 'waiting', 'failed', 'not-asked', 'uncertain']);

function PaidBody({ sale }: { readonly sale: LastSaleView }) {
  const { t } = useTranslation('pay');
  const money = useMoney();
  const tenderName = useTenderName();
  const next = useAct();
  const print = useAct();
  const asked = useTill().view?.printer.uncertain.find((print) => print.label === sale.receiptNumber);
  const own = sale.tenders.filter((tender) => tender.kind !== 'cash');
  const gotCash = own.length < sale.tenders.length;
  const goOn = (): void => {
    void next.act(dismissSale);
  };
  useShortcut(['Enter', 'Escape', ' '], goOn);
  return (
    <section
      ref={focusOnMount}
      tabIndex={-1}
      className={styles['paid']}
      role="dialog"
      aria-modal="true"
      aria-label={t('done')}
    >
      <div className={styles['paidCard']}>
        <p className={styles['done']}>
          <CheckCircleFilled aria-hidden="true" /> {t('done')}
        </p>
        <div>
          <div className={styles['label']}>{gotCash ? t('change') : t('total')}</div>
          <div className={styles['changeHuge']} role="status">
            {money.full(gotCash ? sale.changeMinor : sale.totalMinor)}
          </div>
        </div>
        {own.length > 0 && (
          <ul className={styles['ownParts']}>
            {sale.tenders
              .filter((tender) => tender.amountMinor > 0)
              .map((tender) => (
                <li key={tender.id}>
                  <span>
                    {tenderName(tender.kind, tender.name, tender.nameEn)}
                    {tender.notVerified === true && <small> {t('notVerified')}</small>}
                  </span>
                  <span>{money.full(tender.amountMinor)}</span>
                </li>
              ))}
          </ul>
        )}
        <p className={styles['facts']}>
          <span>
            {t('total')} {money.full(sale.totalMinor)}
          </span>
          {own.length === 0 && (
            <span>
              {t('tendered')} {money.full(sale.tenderedMinor)}
            </span>
          )}
          <span>{sale.receiptNumber}</span>
        </p>
        <div className={styles['receipt']}>
          {asked === undefined ? (
            <>
              <span className={troubled.has(sale.print) ? styles['warn'] : styles['label']}>
                {known.has(sale.print) ? t(`print.${sale.print}`) : sale.print}
              </span>
              <Button
                icon={<PrinterOutlined aria-hidden="true" />}
                loading={print.pending}
                onClick={() => void print.act(() => printReceipt({ orderId: sale.orderId }))}
              >
                {sale.print === 'not-asked' ? t('printIt') : t('printAgain')}
              </Button>
            </>
          ) : (
            <PrintQuestion key={asked.jobId} print={asked} />
          )}
        </div>
        <button type="button" className={styles['confirm']} disabled={next.pending} onClick={goOn}>
          {t('next')}
          <span className={styles['key']} aria-hidden="true">
            Enter
          </span>
        </button>
      </div>
    </section>
  );
}

/** The sale that just ended: the change, large enough to be read at arm's length. A scan begins the next one. */
export function PaidPanel({ sale }: { readonly sale: LastSaleView }) {
  return (
    <KeyLayer>
      <PaidBody sale={sale} />
    </KeyLayer>
  );
}
