import { Panel } from '@shared/desk/Frame';
import { useSave } from '@shared/desk/useSave';
import { Alert, Button, Form, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { LoadedComponent, TerminalView } from '../../../api/types';
import { useMay } from '../../../core/session';

interface KeyLoadingProps {
  readonly terminal: TerminalView;
  onChanged(this: void): void;
}

interface Fields {
  readonly component?: string;
  readonly checkValue?: string;
  readonly under?: string;
  readonly block?: string;
}

/** The master key: two people give a component each, or a key block brings it whole. */
export function KeyLoading({ terminal, onChanged }: KeyLoadingProps) {
  const { t } = useTranslation('terminals');
  const may = useMay();
  const { pending, save } = useSave();
  const [form] = Form.useForm<Fields>();
  const [block, setBlock] = useState(false);
  const [loaded, setLoaded] = useState<LoadedComponent | null>(null);
  const submit = async (fields: Fields): Promise<void> => {
    const done = await save(async () => {
      setLoaded(
        block
          ? await hostApi.post<LoadedComponent>(`terminals/${terminal.number}/key-block`, {
              under: fields.under ?? '',
              block: fields.block ?? '',
            })
          : await hostApi.post<LoadedComponent>(`terminals/${terminal.number}/component`, {
              component: fields.component ?? '',
              checkValue: fields.checkValue ?? '',
            }),
      );
    });
    if (done) {
      onChanged();
    }
    // What was typed must not stay in the page, whatever came of it.
    form.resetFields();
  };
  const required = { required: true, message: t('desk:required') };
  return (
    <Panel title={t('masterKey')}>
      <p>
        {terminal.checkValue === '' ? (
          t(terminal.waitsForComponent ? 'halfText' : 'noKeyText')
        ) : (
          <>
            {t('keyText')} <code>{terminal.checkValue}</code>
          </>
        )}
      </p>
      {loaded !== null && (
        <Alert
          type={loaded.complete ? 'success' : 'info'}
          showIcon
          style={{ marginBottom: 12 }}
          title={t(loaded.complete ? 'loadedWhole' : 'loadedHalf', { value: loaded.checkValue })}
        />
      )}
      {may('LoadKeys') && (
        <>
          <Segmented
            aria-label={t('masterKey')}
            style={{ marginBottom: 12 }}
            value={block ? 'block' : 'component'}
            onChange={(value) => setBlock(value === 'block')}
            options={[
              { value: 'component', label: t(terminal.waitsForComponent ? 'second' : 'first') },
              { value: 'block', label: t('keyBlock') },
            ]}
          />
          <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => void submit(fields)}>
            {block ? (
              <>
                <Form.Item name="under" label={t('under')} rules={[required]}>
                  <Input maxLength={64} autoComplete="off" />
                </Form.Item>
                <Form.Item name="block" label={t('keyBlock')} rules={[required]}>
                  <Input.TextArea rows={3} autoComplete="off" spellCheck={false} />
                </Form.Item>
              </>
            ) : (
              <>
                <Form.Item
                  name="component"
                  label={t('component')}
                  extra={t('componentExtra')}
                  rules={[{ ...required, pattern: /^(?:[0-9A-Fa-f]\s*){32}$/, message: t('componentRule') }]}
                  validateTrigger="onBlur"
                >
                  <Input.Password autoComplete="off" maxLength={47} />
                </Form.Item>
                {terminal.waitsForComponent && (
                  <Form.Item name="checkValue" label={t('checkValue')} extra={t('checkValueExtra')}>
                    <Input maxLength={6} autoComplete="off" style={{ width: 140 }} />
                  </Form.Item>
                )}
              </>
            )}
            <Button htmlType="submit" loading={pending}>
              {t('load')}
            </Button>
          </Form>
        </>
      )}
    </Panel>
  );
}
