import { useSave } from '@shared/desk/useSave';
import { Alert, App, Button, Checkbox, Drawer, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { IssuerView, RangeFlaw, RangeImport } from '../../../api/types';
import { FileButton } from '../../../core/FileButton';
import styles from './Issuers.module.css';

interface Fields {
  readonly issuer: string;
  readonly text: string;
  readonly replace: boolean;
}

function Flaws({ flaws, count }: { readonly flaws: readonly RangeFlaw[]; readonly count: number }) {
  const { t } = useTranslation('issuers');
  return (
    <>
      <Alert type="error" showIcon title={t('importBad', { count })} />
      <table className={styles['flaws']}>
        <thead>
          <tr>
            <th scope="col">{t('line')}</th>
            <th scope="col">{t('lineText')}</th>
            <th scope="col">{t('reason')}</th>
          </tr>
        </thead>
        <tbody>
          {flaws.map((flaw) => (
            <tr key={flaw.line}>
              <td className="figures">{flaw.line}</td>
              <td>
                <code>{flaw.text}</code>
              </td>
              <td>{t(`reasons.${flaw.reason}`, { detail: flaw.detail })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {flaws.length < count && <p>{t('importMore', { count: flaws.length })}</p>}
    </>
  );
}

interface RangeImportDrawerProps {
  readonly issuers: readonly IssuerView[];
  onClose(this: void): void;
  onSaved(this: void): void;
}

/** Takes a list of card ranges: first what it would change is shown, or every line that is wrong; then all of it is taken, or nothing. */
export function RangeImportDrawer({ issuers, onClose, onSaved }: RangeImportDrawerProps) {
  const { t } = useTranslation('issuers');
  const { message } = App.useApp();
  const { pending, save } = useSave();
  const [form] = Form.useForm<Fields>();
  const [looked, setLooked] = useState<RangeImport | null>(null);
  const good = looked !== null && looked.flawCount === 0;
  const changes = looked === null ? 0 : looked.added + looked.changed + looked.removed;
  const send = async (fields: Fields, apply: boolean): Promise<void> => {
    let answer: RangeImport | null = null;
    const sent = await save(async () => {
      answer = await hostApi.post<RangeImport>('card-ranges/import', { ...fields, apply });
    });
    setLooked(answer);
    if (sent && (answer as RangeImport | null)?.applied === true) {
      void message.success(t('imported'));
      onSaved();
    }
  };
  return (
    <Drawer
      open
      title={t('importTitle')}
      size={620}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      mask={{ closable: looked === null }}
      onClose={onClose}
      footer={
        <div style={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: 8, padding: '4px 0' }}>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type={good ? 'default' : 'primary'} loading={pending && !good} onClick={form.submit}>
            {t('check')}
          </Button>
          <Button
            type={good ? 'primary' : 'default'}
            disabled={!good || changes === 0}
            loading={pending && good}
            onClick={() => void send(form.getFieldsValue(), true)}
          >
            {t('apply')}
          </Button>
        </div>
      }
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ issuer: issuers[0]?.name ?? '', text: '', replace: false }}
        onValuesChange={() => setLooked(null)}
        onFinish={(fields) => void send(fields, false)}
      >
        <Form.Item name="issuer" label={t('importIssuer')} rules={[{ required: true, message: t('desk:required') }]}>
          <Select options={issuers.map(({ name }) => ({ value: name, label: name }))} />
        </Form.Item>
        <Form.Item
          name="text"
          label={t('importText')}
          className={styles['list'] ?? ''}
          extra={t('importExtra')}
          rules={[{ required: true, whitespace: true, message: t('desk:required') }]}
          validateTrigger="onBlur"
        >
          <Input.TextArea rows={10} spellCheck={false} placeholder={t('importSample')} autoFocus />
        </Form.Item>
        <div style={{ margin: '-12px 0 16px' }}>
          <FileButton
            accept=".csv,.txt,.tsv,text/csv"
            label={t('importFile')}
            onText={(text) => {
              form.setFieldsValue({ text });
              setLooked(null);
            }}
          >
            {t('importFile')}
          </FileButton>
        </div>
        <Form.Item name="replace" valuePropName="checked" extra={t('importReplaceExtra')}>
          <Checkbox>{t('importReplace')}</Checkbox>
        </Form.Item>
      </Form>
      <div role="status">
        {looked !== null && looked.flawCount > 0 && <Flaws flaws={looked.flaws} count={looked.flawCount} />}
        {good && (
          <Alert
            type={changes === 0 ? 'info' : 'success'}
            showIcon
            title={changes === 0 ? t('importNothing') : t('importGood', { ...looked })}
          />
        )}
      </div>
    </Drawer>
  );
}
