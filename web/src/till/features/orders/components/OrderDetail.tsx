import { ArrowLeftOutlined, PrinterOutlined, RollbackOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import { ReceiptPaper } from '@shared/receipts/ReceiptPaper';
import { App, Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderStory } from '../../../api/types';
import { useShortcut } from '../../../core/shortcuts';
import { useUsable } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { orderReceipt, orderStory, reprint } from '../api/orders';
import { KindTag } from './KindTag';
import { OpenRefund } from './OpenRefund';
import { OrderLines } from './OrderLines';
import styles from './Orders.module.css';
import { RefundDialog } from './RefundDialog';
import { Story } from './Story';

interface OrderDetailProps {
  readonly orderId: string;
  onChoose(this: void, id: string): void;
  onBack(this: void): void;
}

function Receipt({ orderId }: { readonly orderId: string }) {
  const loaded = useLoad(orderId, () => orderReceipt(orderId));
  return (
    <div className={styles['paper']}>
      <LoadedView loaded={loaded}>{(rows) => <ReceiptPaper rows={rows} cellPx={7} />}</LoadedView>
    </div>
  );
}

export function OrderDetail({ orderId, onChoose, onBack }: OrderDetailProps) {
  const { t } = useTranslation('orders');
  const localName = useLocalName();
  const { message } = App.useApp();
  const language = useLanguage();
  const usable = useUsable();
  const { pending, act } = useAct();
  const [part, setPart] = useState<'order' | 'receipt'>('order');
  const [refunding, setRefunding] = useState(false);
  const loaded = useLoad(orderId, () => orderStory(orderId));
  useShortcut('Escape', onBack);

  const print = async (): Promise<void> => {
    if ((await act(() => reprint({ orderId }))) !== null) {
      void message.success(t('reprinted'));
      loaded.reload();
    }
  };
  const head = (story: OrderStory) => (
    <div className={styles['head']}>
      <Button
        className={styles['backButton'] ?? ''}
        icon={<ArrowLeftOutlined />}
        aria-label={t('common:back')}
        onClick={onBack}
      />
      <div className={styles['title']}>
        <h2>
          {story.order.receiptNumber}
          <KindTag kind={story.kind} />
        </h2>
        <div className={styles['muted']}>
          {formatTime(story.order.endedAtMs, 'full', language)} · {localName(story.staffName, story.staffNameEn)}
        </div>
        {story.order.reason !== null && story.order.reason !== undefined && (
          <div>{t('reasonIs', { reason: story.order.reason })}</div>
        )}
        {story.order.note !== null && story.order.note !== undefined && (
          <div>{t('noteIs', { note: story.order.note })}</div>
        )}
      </div>
      <div className={styles['buttons']}>
        <Button icon={<PrinterOutlined aria-hidden="true" />} loading={pending} onClick={() => void print()}>
          {t('reprint')}
        </Button>
        {story.kind === 'sale' && (
          <Button
            danger
            icon={<RollbackOutlined aria-hidden="true" />}
            disabled={!usable || story.openRefund != null || !story.refundable.some((line) => line.quantityMilli > 0)}
            onClick={() => setRefunding(true)}
          >
            {t('refund')}
          </Button>
        )}
      </div>
    </div>
  );

  return (
    <LoadedView loaded={loaded}>
      {(story) => (
        <>
          {head(story)}
          <OpenRefund orderId={orderId} onDone={loaded.reload} />
          <Segmented<'order' | 'receipt'>
            block
            style={{ marginTop: 14 }}
            value={part}
            options={[
              { value: 'order', label: t('partOrder') },
              { value: 'receipt', label: t('partReceipt') },
            ]}
            onChange={setPart}
          />
          <div className={styles['columns']}>
            {part === 'order' ? (
              <div style={{ display: 'grid', gap: 14 }}>
                <OrderLines story={story} />
                <Story story={story} onChoose={onChoose} />
              </div>
            ) : (
              <Receipt orderId={orderId} />
            )}
          </div>
          {refunding && (
            <RefundDialog
              story={story}
              onClose={() => setRefunding(false)}
              onRefunded={(refund) => {
                setRefunding(false);
                // What a card has to be given first is told with its sale.
                if (refund.order.id === orderId) {
                  loaded.reload();
                  return;
                }
                void message.success(t('refunded', { number: refund.order.receiptNumber }), 6);
                onChoose(refund.order.id);
              }}
            />
          )}
        </>
      )}
    </LoadedView>
  );
}
