import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { useSave } from '@shared/desk/useSave';
import { App, Button, Form, QRCode, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { confirmSecondFactor, offerSecondFactor } from '../api/session';
import { CodeItem } from './CodeItem';
import styles from './SecondFactor.module.css';

/** A new second factor: a secret for the authenticator, which is on as soon as its first code is right. */
export function SecondFactor({ onDone }: { onDone(this: void): void }) {
  const { t } = useTranslation('session');
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const loaded = useLoad('', offerSecondFactor);
  const [form] = Form.useForm<{ code: string }>();
  return (
    <LoadedView loaded={loaded}>
      {(offer) => (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={({ code }) =>
            void save(() => confirmSecondFactor(offer.secret, code)).then((done) => {
              if (done) {
                void message.success(t('secondFactorDone'));
                onDone();
              }
            })
          }
        >
          <p>{t('secondFactorHow')}</p>
          <div className={styles['offer']}>
            <QRCode
              value={offer.address}
              size={168}
              color="#12302f"
              bgColor="#ffffff"
              aria-label={t('secondFactorQr')}
            />
            <div>
              <p>{t('secondFactorByHand')}</p>
              <p>
                <Typography.Text code copyable={{ text: offer.secret }}>
                  {offer.secret.replace(/(.{4})/g, '$1 ').trim()}
                </Typography.Text>
              </p>
              <p>
                <a href={offer.address}>{t('secondFactorOpen')}</a>
              </p>
            </div>
          </div>
          <CodeItem />
          <Button type="primary" htmlType="submit" loading={pending}>
            {t('secondFactorOn')}
          </Button>
        </Form>
      )}
    </LoadedView>
  );
}
