import { useLanguage } from '@shared/i18n/useLanguage';
import { useNarrow } from '@shared/desk/useNarrow';
import records from '@shared/desk/Records.module.css';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageDetail } from '../../../api/types';
import styles from './Transactions.module.css';

function Chip({ message }: { readonly message: MessageDetail }) {
  const { t } = useTranslation('transactions');
  return (
    <>
      <h3 className={styles['sub']}>{t('chip')}</h3>
      <div className={records['scroll']} tabIndex={0} role="region" aria-label={t('chip')}>
        <table className={styles['fields']}>
          <tbody>
            {message.objects.map((object) => (
              <tr key={object.tag}>
                <th scope="row" className="figures">
                  {object.tag}
                </th>
                <td>{t(`tags.${object.tag}`, { defaultValue: t('tagUnknown') })}</td>
                <td className={object.hidden ? styles['hidden'] : styles['value']}>
                  {object.hidden ? t('hidden') : object.value}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Message({ message }: { readonly message: MessageDetail }) {
  const { t } = useTranslation('transactions');
  const language = useLanguage();
  if (message.mti === '') {
    return <p className={records['hint']}>{t('unreadable', { count: message.bytes })}</p>;
  }
  return (
    <>
      <p className={records['hint']}>
        {t('messageHead', { mti: message.mti, dialect: message.dialect, count: message.bytes })}
      </p>
      <div className={records['scroll']} tabIndex={0} role="region" aria-label={t('messages')}>
        <table className={styles['fields']}>
          <tbody>
            {message.fields.map((field) => (
              <tr key={field.number}>
                <th scope="row" className="figures">
                  {field.number}
                </th>
                <td>
                  {language === 'en'
                    ? field.name
                    : t(`fieldNames.${String(field.number)}`, { defaultValue: field.name })}
                </td>
                <td className={field.hidden ? styles['hidden'] : styles['value']}>
                  {field.hidden
                    ? t(field.number === 55 && message.objects.length > 0 ? 'below' : 'hidden')
                    : field.text}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {message.objects.length > 0 && <Chip message={message} />}
    </>
  );
}

/** Every message of a transaction, field by field. */
export function Messages({ messages }: { readonly messages: readonly MessageDetail[] }) {
  const { t } = useTranslation('transactions');
  const narrow = useNarrow();
  const [shown, setShown] = useState(0);
  if (messages.length === 0) {
    return <p className={records['hint']}>{t('noMessages')}</p>;
  }
  const message = messages[shown] ?? messages[0];
  return (
    <>
      <Segmented
        vertical={narrow}
        aria-label={t('messages')}
        value={shown}
        onChange={setShown}
        options={messages.map((one, index) => ({ value: index, label: `${t(`ways.${one.way}`)} ${one.mti}` }))}
      />
      {message !== undefined && <Message message={message} />}
    </>
  );
}
