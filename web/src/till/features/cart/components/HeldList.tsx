import { FolderOpenOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Notice } from '@shared/components/Notice';
import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import { useTranslation } from 'react-i18next';
import { useTill } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { heldOrders, recallOrder } from '../api/cart';
import styles from './Cart.module.css';

/** Orders put aside; one of them comes back to the counter. */
export function HeldList({ onClose }: { onClose(this: void): void }) {
  const { t } = useTranslation('cart');
  const localName = useLocalName();
  const language = useLanguage();
  const money = useMoney();
  const { view } = useTill();
  const { pending, act } = useAct();
  const loaded = useLoad(String(view?.heldCount ?? 0), heldOrders);
  return (
    <LoadedView loaded={loaded}>
      {(orders) =>
        orders.length === 0 ? (
          <Notice icon={<FolderOpenOutlined />} title={t('noneHeld')} text={t('noneHeldText')} />
        ) : (
          <ul className={styles['held']}>
            {orders.map((order) => (
              <li key={order.orderId}>
                <button
                  type="button"
                  className={styles['heldButton']}
                  disabled={pending}
                  onClick={() => {
                    void act(() => recallOrder({ orderId: order.orderId })).then((done) => {
                      if (done !== null) {
                        onClose();
                      }
                    });
                  }}
                >
                  <span className={styles['heldTime']}>{formatTime(order.heldAtMs, 'time', language)}</span>
                  <span>
                    <strong>{order.note ?? order.firstLine}</strong>
                    <br />
                    <span className={styles['muted']}>
                      {t('heldBy', {
                        count: order.lines,
                        name: localName(order.staffName, order.staffNameEn),
                        first: order.firstLine,
                      })}
                    </span>
                    {order.tender != null && (
                      <span className={styles['heldTag']}>{t(`cards:heldTag.${order.tender}`)}</span>
                    )}
                  </span>
                  <span className={styles['heldSum']}>{money.full(order.totalMinor)}</span>
                </button>
              </li>
            ))}
          </ul>
        )
      }
    </LoadedView>
  );
}
