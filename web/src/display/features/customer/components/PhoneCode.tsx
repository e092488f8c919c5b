import { MobileOutlined } from '@ant-design/icons';
import { useNow } from '@shared/components/useNow';
import { QRCode } from 'antd';
import type { DisplayCode } from '../../../api/types';
import styles from './Display.module.css';
import { useSay } from './language';

/** What the customer does on the phone: scans this code, or confirms the payment; and how long that may take. */
export function PhoneCode({ code }: { readonly code: DisplayCode }) {
  const say = useSay();
  const seconds = Math.max(0, Math.ceil((code.untilMs - useNow(500)) / 1_000));
  return (
    <div className={styles['phone']}>
      {code.text == null ? (
        <MobileOutlined aria-hidden="true" className={styles['phoneIcon']} />
      ) : (
        <span className={styles['qr']}>
          <QRCode
            type="svg"
            value={code.text}
            size={280}
            bordered={false}
            errorLevel="M"
            aria-label={say('scanThis')}
          />
        </span>
      )}
      <p>{say(code.text == null ? 'confirmOnPhone' : 'scanThis')}</p>
      <p className={styles['phoneTime']} role="timer">
        {say('secondsLeft', { seconds: String(seconds) })}
      </p>
    </div>
  );
}
