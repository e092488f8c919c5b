import { useProblemText } from '@shared/i18n/useProblemText';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../core/useAct';
import { enrol } from '../api/enrol';
import styles from './Enrol.module.css';

const groups = (typed: string): string =>
  (
    typed
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
      .slice(0, 20)
      .match(/.{1,4}/g) ?? []
  ).join('-');

/** Asks for what the shop's settings show: the address and the code. */
export function EnrolForm({ onDone }: { onDone?(this: void): void }) {
  const { t } = useTranslation('enrol');
  const problemText = useProblemText();
  const { pending, act } = useAct();
  const [problem, setProblem] = useState<unknown>(null);
  const [form] = Form.useForm<{ shop: string; code: string }>();
  const submit = async ({ shop, code }: { shop: string; code: string }): Promise<void> => {
    setProblem(null);
    const done = await act(
      () => enrol(shop, code),
      (refusal) => {
        setProblem(refusal);
        return true;
      },
    );
    if (done !== null) onDone?.();
  };
  return (
    <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={(fields) => void submit(fields)}>
      <Form.Item
        name="shop"
        label={t('shop')}
        extra={t('shopExtra')}
        rules={[{ required: true, message: t('needed') }]}
      >
        <Input
          placeholder="192.168.1.5:8443"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          inputMode="url"
        />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('code')}
        normalize={groups}
        rules={[
          { required: true, message: t('needed') },
          { len: 24, message: t('codeRule') },
        ]}
      >
        <Input
          className={styles['code'] ?? ''}
          placeholder="XXXX-XXXX-XXXX-XXXX-XXXX"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
        />
      </Form.Item>
      {problem !== null && (
        <Alert className={styles['problem'] ?? ''} type="error" showIcon title={problemText(problem)} />
      )}
      <Button type="primary" htmlType="submit" block loading={pending}>
        {t(pending ? 'tying' : 'tie')}
      </Button>
    </Form>
  );
}
