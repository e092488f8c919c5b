import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../core/Button';
import { cx } from '../../../core/cx';
import { Field } from './Field';
import styles from './SetUp.module.css';

interface BlockFormProps {
  readonly busy: boolean;
  onBlock(this: void, block: string): void;
}

/** The master key as its owner sent it, under the key that protects blocks. */
export function BlockForm({ busy, onBlock }: BlockFormProps) {
  const { t } = useTranslation('setup');
  const [block, setBlock] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!busy && block.trim() !== '') onBlock(block.trim());
  };
  return (
    <form className={cx(styles['form'], styles['apart'])} onSubmit={submit} noValidate autoComplete="off">
      <Field label={t('block')} hint={t('blockHint')} problem={null} wide>
        {(props) => (
          <textarea
            {...props}
            className={cx(props.className, styles['mono'])}
            rows={3}
            value={block}
            onChange={(event) => setBlock(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" busy={busy} disabled={block.trim() === ''} className={styles['go']}>
        {t('loadBlock')}
      </Button>
    </form>
  );
}
