import { FileTextOutlined, PrinterOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Button, Drawer, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Guid } from '../../../api/types';
import { LoadedPaper } from '../../../core/Paper';
import { orderReceipt, orderStory } from '../api/orders';
import { OrderDetail } from './OrderDetail';
import { OrderPrint } from './OrderPrint';

interface OrderDrawerProps {
  readonly id: Guid;
  onClose(this: void): void;
}

/** One order's whole story, and a sheet of it for the printer. */
export function OrderDrawer({ id, onClose }: OrderDrawerProps) {
  const { t } = useTranslation('orders');
  const loaded = useLoad(id, () => orderStory(id));
  const story = loaded.data;
  const [paper, setPaper] = useState(false);
  return (
    <Drawer
      open
      size={860}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      title={story?.row.receiptNumber ?? t('order')}
      onClose={onClose}
      extra={
        <Space>
          <Button
            icon={<FileTextOutlined aria-hidden="true" />}
            type={paper ? 'primary' : 'default'}
            aria-pressed={paper}
            disabled={story === null}
            onClick={() => {
              setPaper(!paper);
            }}
          >
            {t('receipt')}
          </Button>
          <Button
            icon={<PrinterOutlined aria-hidden="true" />}
            disabled={story === null}
            onClick={() => {
              window.print();
            }}
          >
            {t('print')}
          </Button>
        </Space>
      }
    >
      {paper ? (
        <LoadedPaper name={`order ${id}`} label={t('receipt')} load={() => orderReceipt(id)} />
      ) : (
        <LoadedView loaded={loaded}>{(data) => <OrderDetail story={data} />}</LoadedView>
      )}
      {story !== null && <OrderPrint story={story} />}
    </Drawer>
  );
}
